// Requests per second of the emulator beside those of a bare node:http server that answers the same bytes, in the same
// run, each in a process of its own; memory over many requests. `npm run build` first.
//   node bench/emulator.mjs [--requests N] [--seconds N]
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { openCatalogue } from '../dist/specs/catalogue.js';
import { generationOf } from '../dist/specs/contract.js';
import { casesOf } from '../dist/fixtures/generate.js';
import { defaultCredentials } from '../dist/fixtures/emulator/credentials.js';

const say = (line) => process.stdout.write(`${line}\n`);
const mebi = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;

if (process.argv[2] === 'serve') await serveUntilKilled(process.argv[3]);
else await measure();

async function serveUntilKilled(which) {
  process.on('disconnect', () => process.exit());
  if (which === 'emulator') {
    const { serve } = await import('../dist/fixtures/emulator/serve.js');
    const catalogue = openCatalogue();
    const { url } = await serve({ catalogue });
    process.on('message', (message) => {
      if (message === 'load all') for (const { id } of catalogue.summaries) touch(catalogue, id);
      globalThis.gc?.();
      process.send({ rss: process.memoryUsage().rss, heap: process.memoryUsage().heapUsed });
    });
    process.send({ url });
    return;
  }
  const answers = new Map();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { headers, body } = answers.get(request.url);
      response.writeHead(200, { ...headers, 'content-length': body.length });
      response.end(body);
    });
  });
  process.on('message', ({ path, headers, body }) => {
    answers.set(path, { headers, body: Buffer.from(body, 'base64') });
    process.send({});
  });
  server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
}

function touch(catalogue, id) {
  catalogue.types(generationOf(catalogue.contract(id)));
}

async function measure() {
  const { values } = parseArgs({
    options: { requests: { type: 'string', default: '200000' }, seconds: { type: 'string', default: '4' } },
  });
  const seconds = Number(values.seconds);
  const emulator = await child('emulator');
  const bare = await child('bare');
  const least = {
    'EMail.SendEMails/rest-v1': 0.35,
    'TimeZone.GetBaseTimeZoneId/soap-Services88': 0.2,
    'Contact.GetContactEntity/soap-Services88': 0.2,
  };
  const failed = [];
  const catalogue = openCatalogue();
  for (const [id, share] of Object.entries(least)) {
    const request = requestOf(catalogue, id);
    const answer = await once(emulator.url, request);
    await bare.ask({
      path: request.path,
      headers: { 'content-type': answer.type },
      body: answer.body.toString('base64'),
    });
    const rates = { emulator: [], bare: [] };
    await rate(emulator.url, request, 1);
    await rate(bare.url, request, 1);
    // In turns, so that what else the machine does meets both; the fastest turn of each is the one least disturbed.
    for (let turn = 0; turn < 9; turn += 1) {
      rates.bare.push(await rate(bare.url, request, seconds / 9));
      rates.emulator.push(await rate(emulator.url, request, seconds / 9));
    }
    const [own, theirs] = [Math.max(...rates.emulator), Math.max(...rates.bare)];
    const part = own / theirs;
    say(
      `${id}: ${Math.round(own)} requests a second, ${Math.round(theirs)} bare: ${Math.round(part * 100)} % (at least ${share * 100} %), ${answer.body.length} bytes`,
    );
    if (part < share) failed.push(id);
  }
  const request = requestOf(catalogue, 'EMail.SendEMails/rest-v1');
  const count = Number(values.requests);
  await times(emulator.url, request, Math.min(20_000, count));
  const before = await emulator.ask('memory');
  await times(emulator.url, request, count);
  const after = await emulator.ask('memory');
  const grown = (after.heap - before.heap) / 2 ** 20;
  say(`heap over ${count} requests: ${mebi(before.heap)} → ${mebi(after.heap)} (grows by at most 10 MiB)`);
  if (grown > 10) failed.push('memory');
  const all = await emulator.ask('load all');
  say(`whole catalogue loaded: ${mebi(all.rss)} resident, ${mebi(all.heap)} heap (less than 250 MiB)`);
  if (all.rss > 250 * 2 ** 20) failed.push('catalogue');
  emulator.process.kill();
  bare.process.kill();
  if (failed.length > 0) {
    say(`Below what is promised: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
}

function child(which) {
  const started = fork(import.meta.filename, ['serve', which], { execArgv: ['--expose-gc'] });
  const ask = (message) =>
    new Promise((resolve) => {
      started.once('message', resolve);
      if (message !== undefined) started.send(message);
    });
  return ask().then(({ url }) => ({ url, ask, process: started }));
}

function requestOf(catalogue, id) {
  const contract = catalogue.contract(id);
  const drawn = casesOf(contract, catalogue.types(generationOf(contract)), { seed: 1 }).find(
    ({ name }) => name === 'generated-1',
  );
  const { path, headers, body } = drawn.request;
  const ticket = defaultCredentials.ticket;
  return {
    path,
    method: 'POST',
    headers: { ...headers, authorization: `SoTicket ${ticket}` },
    body: body?.replace('@soconform:ticket@', ticket),
  };
}

async function once(url, request) {
  const pool = new Pool(url);
  const { statusCode, headers, body } = await pool.request(request);
  const bytes = Buffer.from(await body.arrayBuffer());
  await pool.close();
  if (statusCode !== 200) throw new Error(`${request.path}: ${statusCode} ${bytes.subarray(0, 300)}`);
  return { type: headers['content-type'], body: bytes };
}

/** Requests a second over eight connections. */
async function rate(url, request, seconds) {
  const end = performance.now() + seconds * 1000;
  const begin = performance.now();
  const count = await flood(url, request, () => performance.now() < end);
  return count / ((performance.now() - begin) / 1000);
}

async function times(url, request, most) {
  let left = most;
  return flood(url, request, () => (left -= 1) >= 0);
}

async function flood(url, request, goesOn) {
  const pool = new Pool(url, { connections: 8 });
  let count = 0;
  const one = async () => {
    while (goesOn()) {
      const { body } = await pool.request(request);
      await body.dump();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
  await pool.close();
  return count;
}
