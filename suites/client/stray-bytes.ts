import type { Socket } from 'node:net';

/** Bytes came that belong to no answer, between the answer to `after` and the one that was waited for. */
export class StrayBytes extends Error {
  override readonly name = 'StrayBytes';
  readonly after: string;
  readonly bytes: Uint8Array;

  constructor(after: string, bytes: Uint8Array) {
    super(`bytes that belong to no answer came after the answer to ${after}`);
    this.after = after;
    this.bytes = bytes;
  }
}

/** What the request is called that is about to be written: who sends says so, who looks at its connection asks, once. */
export interface Beginning {
  begin(name: string): void;
  begun(): string | undefined;
}

export function createBeginning(): Beginning {
  let beginning: string | undefined;
  return {
    begin: (name) => void (beginning = name),
    begun() {
      const name = beginning;
      beginning = undefined;
      return name;
    },
  };
}

/**
 * Looks for bytes before the head of an answer on a connection that had an answer before, and gives the connection up with
 * `StrayBytes`: the target has sent too much after the one before, and the request that waits has nothing to do with it.
 *
 * Only a head that follows shows that what came before it is no answer. Until then the bytes are held; when the
 * connection ends without one, they are the target's answer to this request, however wrong.
 *
 * `begun` names the request that the next write is the begin of, once.
 */
export function refuseStrayBytes<S extends Socket>(socket: S, begun: () => string | undefined): S {
  const push = socket.push.bind(socket);
  const write = socket.write.bind(socket);
  let before: string | undefined;
  let current: string | undefined;
  /** What came since the request was written; undefined when the answer has begun. */
  let held: Buffer | undefined;

  socket.write = ((...parts: Parameters<typeof write>) => {
    const name = begun();
    if (name !== undefined) {
      before = current;
      current = name;
      held = before === undefined ? undefined : Buffer.alloc(0);
    }
    return write(...parts);
  }) as typeof socket.write;

  const release = (): void => {
    const bytes = held;
    held = undefined;
    if (bytes !== undefined && bytes.length > 0) push(bytes);
  };

  socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (held === undefined || before === undefined) return push(chunk, encoding);
    if (!Buffer.isBuffer(chunk)) {
      release();
      return push(chunk, encoding);
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (held.toString('latin1', 0, 5) === 'HTTP/') {
      release();
      return true;
    }
    const start = held.toString('latin1').search(statusLine);
    const stray = start === -1 ? '' : held.toString('latin1', 0, start).trim();
    if (stray !== '') socket.destroy(new StrayBytes(before, held.subarray(0, start)));
    else if (start !== -1 || held.length > mostHeld) release();
    return true;
  };
  return socket;
}

const statusLine = /HTTP\/\d\.\d \d{3}/;
const mostHeld = 64 * 1024;
