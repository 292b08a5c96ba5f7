import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EmulatorRequest } from '../../fixtures/emulator/answer.ts';
import { respond } from '../../fixtures/emulator/respond.ts';
import { plainSettings } from '../../fixtures/emulator/settings.ts';
import { memoryStore } from '../../fixtures/emulator/store.ts';
import type { MemoryStore } from '../../fixtures/emulator/store.ts';
import { openCatalogue } from '../../specs/catalogue.ts';

/** What is said to one request instead of the right answer: a status, other bytes of the body, or nothing at all. */
export type Whim = (
  request: EmulatorRequest & { readonly text: string },
  index: number,
) => number | 'silence' | ((body: string) => string) | undefined;

export interface Tenant {
  readonly url: string;
  readonly store: MemoryStore;
  /** Ids of what is there, by table; nothing of what was deleted. */
  there(): Readonly<Record<string, readonly number[]>>;
  /** Requests that came, but for those before the cases. */
  readonly requests: readonly string[];
  /** From now on. */
  behave(whim: Whim): void;
  close(): Promise<void>;
}

const catalogue = openCatalogue();

/** A server that keeps what is saved, as the emulator does, and does not say that it is one. */
export async function tenant(first: Whim = () => undefined): Promise<Tenant> {
  const store = memoryStore();
  const requests: string[] = [];
  let whim = first;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const url = incoming.url ?? '';
      const method = incoming.method ?? '';
      if (url.startsWith('/_emulator')) return void outgoing.writeHead(404).end();
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value ?? '')]),
      );
      const request = { method, url, headers, body };
      const soap = /\/(\w+)"?$/.exec(headers['soapaction'] ?? '')?.[1];
      requests.push(`${method} ${url}${soap === undefined ? '' : ` ${soap}`}`);
      const said = whim({ ...request, text: body.toString('utf8') }, requests.length - 1);
      if (said === 'silence') return;
      if (typeof said === 'number') return void outgoing.writeHead(said, { 'content-length': '0' }).end();
      const answer = respond(catalogue, request, { ...plainSettings, store });
      const text =
        said === undefined ? answer.body : Buffer.from(said(Buffer.from(answer.body ?? []).toString('utf8')));
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    requests,
    there: () =>
      Object.fromEntries(
        Object.entries(store.contents().tables).flatMap(([name, { carriers }]) => {
          const ids = carriers.filter(([, one]) => one !== null).map(([id]) => id);
          return ids.length === 0 ? [] : [[name, ids]];
        }),
      ),
    behave: (next) => {
      whim = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
