import type { Socket } from 'node:net';
import { applicationTokenPlaceholder } from '../../fixtures/case.ts';
import { respond } from '../../fixtures/emulator/respond.ts';
import type { Catalogue } from '../../specs/catalogue.ts';
import { readyRequest } from '../client/auth.ts';
import { emulatorCredentials } from '../client/credentials.ts';
import { rawServer } from '../client/testing/raw-server.ts';
import type { RawServer } from '../client/testing/raw-server.ts';
import type { Planned } from '../plan.ts';

/** What happens to the connection of the one case that is answered in a hostile way. */
export type Hostile = (socket: Socket) => void | Promise<void>;

/** A server of sockets that answers as the emulator does, but one case, which is told by its bytes. */
export function tortureServer(catalogue: Catalogue, victim: Planned, hostile: Hostile): Promise<RawServer> {
  const ready = readyRequest({ ...victim.case }, victim.contract.protocol, '', emulatorCredentials);
  if (!('request' in ready)) throw new Error(JSON.stringify(ready));
  const { method, url, body = '' } = ready.request;
  if (body.includes(applicationTokenPlaceholder)) throw new Error('the request is not complete');
  const wire = Buffer.from(body).toString('latin1');
  return rawServer((socket, request) => {
    const end = request.indexOf('\r\n\r\n') + 4;
    if (request.startsWith(`${method} ${url} `) && request.slice(end) === wire) return hostile(socket);
    socket.write(healthy(catalogue, request, end));
  });
}

/** The bytes of the answer that the emulator gives. */
function healthy(catalogue: Catalogue, request: string, end: number): Buffer {
  const [line = '', ...fields] = request.slice(0, end - 4).split('\r\n');
  const [method = '', url = ''] = line.split(' ');
  const headers = fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  const answer = respond(catalogue, {
    method,
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.from(request.slice(end), 'latin1'),
  });
  const content = Buffer.from(answer.body ?? []);
  const told = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = answer.status === 204 ? '' : `content-length: ${content.length}\r\n`;
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${answer.status} X\r\n${told.join('')}${length}\r\n`), content]);
}
