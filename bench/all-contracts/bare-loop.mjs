// The floor: sends the requests of a file, one JSON text a line, to an emulator of its own, over 8 connections, and
// reads the bodies. Judges nothing. node bench/all-contracts/bare-loop.mjs REQUESTS CATALOGUE
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { startInWorker } from '../../dist/fixtures/emulator/start-worker.js';

const [file, catalogueDir] = process.argv.slice(2);
const requests = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const emulator = await startInWorker(catalogueDir === undefined ? {} : { catalogueDir });
const pool = new Pool(emulator.url, { connections: 8, pipelining: 1 });

let next = 0;
const ask = async () => {
  while (next < requests.length) {
    const { url: path, method, headers, body } = requests[next++];
    const answer = await pool.request({ path, method, headers, body: body ?? null });
    await answer.body.arrayBuffer();
  }
};
await Promise.all(Array.from({ length: 8 }, ask));
await pool.close();
await emulator.close();
