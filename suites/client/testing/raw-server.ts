import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';

/** What a raw server does with one connection. `request` is the text of the head and body that it got. */
export type Script = (socket: Socket, request: string, index: number) => void | Promise<void>;

export interface RawServer {
  readonly url: string;
  /** Connections that were accepted so far. */
  connections(): number;
  /** Requests that came so far. */
  requests(): readonly string[];
  close(): Promise<void>;
}

/** A server made of sockets only: it knows nothing of HTTP but the end of a request. */
export function rawServer(script: Script, tls?: { key: string; cert: string }): Promise<RawServer> {
  return listen(
    (accept) => (tls === undefined ? createTcpServer(accept) : createTlsServer(tls, accept)),
    script,
    tls !== undefined,
  );
}

function listen(
  create: (accept: (socket: Socket) => void) => Server,
  script: Script,
  secure: boolean,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let connections = 0;
  const server = create((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const request = text.slice(0, end + 4 + length);
      text = text.slice(request.length);
      requests.push(request);
      void script(socket, request, requests.length - 1);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
        connections: () => connections,
        requests: () => requests,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => done());
          }),
      });
    });
  });
}

/** Writes each part in a packet of its own; a number is a pause in milliseconds. */
export async function write(socket: Socket, ...parts: readonly (string | Uint8Array | number)[]): Promise<void> {
  socket.setNoDelay(true);
  for (const part of parts) {
    if (typeof part === 'number') await delay(part);
    else if (!socket.destroyed) socket.write(part);
  }
}
