import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** As many bytes of an answer are kept for looking at; a head is at most 64 KB and surplus needs no more. */
const keptBytes = 1 << 20;

/** What a tapped connection received, whatever the HTTP parser made of it. */
export interface Tap {
  /** Stands between the socket and the HTTP client, so that the client cannot close the socket. */
  readonly stream: Duplex;
  /** All bytes so far, from the first one on (at most 1 MB). */
  received(): Buffer;
  /** Takes what comes from now on for the first. */
  forget(): void;
  /** Settles when no further byte can come. Never rejects. */
  readonly over: Promise<void>;
}

/**
 * Puts a stream before a socket that records what comes.
 *
 * An HTTP client closes its socket as soon as it is content or angry: after `Connection: close`, or at the
 * first byte that it did not expect. What comes later is what we want to know, so the client gets
 * this stream and the socket stays open until it is destroyed.
 */
export function tapSocket(socket: Socket): Tap {
  const chunks: Buffer[] = [];
  let kept = 0;
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, encoding, done) {
      socket.write(chunk, encoding, done);
    },
    destroy(error, done) {
      done(error);
    },
  });
  const over = new Promise<void>((resolve) => {
    socket.once('end', resolve);
    socket.once('close', () => resolve());
  });
  socket.on('data', (chunk: Buffer) => {
    if (kept < keptBytes) chunks.push(chunk);
    kept += chunk.length;
    if (!stream.destroyed) stream.push(chunk);
  });
  socket.once('end', () => {
    if (!stream.destroyed) stream.push(null);
  });
  socket.on('error', (error) => stream.destroy(error));
  socket.once('close', () => stream.destroy());
  return {
    stream,
    over,
    received: () => Buffer.concat(chunks),
    forget() {
      chunks.length = 0;
      kept = 0;
    },
  };
}

/**
 * Takes heads of `100 Continue` out of what a socket receives, because undici gives up the connection on one
 * that it did not ask for. RFC 9110 §15.2: a client must be able to parse interim answers even if it does
 * not expect them.
 */
export function skipContinue<S extends Socket>(socket: S): S {
  const push = socket.push.bind(socket);
  const write = socket.write.bind(socket);
  let answerBegins = true;
  let held = Buffer.alloc(0);

  // One request at a time is on a connection: what comes after something was written begins an answer.
  socket.write = ((...parts: Parameters<typeof write>) => {
    answerBegins = true;
    return write(...parts);
  }) as typeof socket.write;

  socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (!answerBegins) return push(chunk, encoding);
    if (!Buffer.isBuffer(chunk)) {
      const rest = held;
      held = Buffer.alloc(0);
      if (rest.length > 0) push(rest);
      return push(chunk, encoding);
    }
    let bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (beginsContinue(bytes)) {
      const close = bytes.indexOf('\r\n\r\n', 0, 'latin1');
      if (close === -1) break;
      bytes = bytes.subarray(close + 4);
    }
    if (mayBeginContinue(bytes)) {
      held = Buffer.from(bytes);
      return true;
    }
    held = Buffer.alloc(0);
    answerBegins = false;
    return push(bytes);
  };
  return socket;
}

const continueLine = 'HTTP/1.1 100';
const longestHeld = 64 * 1024;

function beginsContinue(bytes: Buffer): boolean {
  return bytes.length >= continueLine.length && bytes.toString('latin1', 0, continueLine.length) === continueLine;
}

/** Too short to tell, or the head of a `100` that is not complete yet. */
function mayBeginContinue(bytes: Buffer): boolean {
  if (bytes.length > longestHeld) return false;
  return continueLine.startsWith(bytes.toString('latin1', 0, Math.min(bytes.length, continueLine.length)));
}
