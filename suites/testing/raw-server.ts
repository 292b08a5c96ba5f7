import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A request as it stood on the wire. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Bytes and pauses (in milliseconds), and what happens to the connection then. */
export interface RawReply {
  readonly parts: readonly (string | Uint8Array | number)[];
  readonly after: 'keep' | 'close' | 'reset' | 'hold';
}

/** A server of nothing but a socket: what it says is what the function returns, byte for byte. */
export async function rawServer(reply: (request: RawRequest) => RawReply) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    let busy = false;
    const next = async (): Promise<void> => {
      if (busy) return;
      const request = complete(received);
      if (request === undefined) return;
      received = received.subarray(request.length);
      busy = true;
      const { parts, after } = reply(request);
      for (const part of parts) {
        if (typeof part === 'number') await delay(part);
        else if (!socket.destroyed) socket.write(part);
      }
      if (after === 'close') socket.end();
      if (after === 'reset') socket.resetAndDestroy();
      if (after !== 'keep') return;
      busy = false;
      await next();
    };
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      void next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The first request in the bytes, when it is there to its end; `length` counts its bytes. */
function complete(bytes: Buffer): (RawRequest & { readonly length: number }) | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [line = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const [method = '', path = ''] = line.split(' ');
  const headers = new Map(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
    }),
  );
  const length = end + 4 + Number(headers.get('content-length') ?? '0');
  if (bytes.length < length) return undefined;
  return { method, path, headers, body: bytes.toString('utf8', end + 4, length), length };
}
