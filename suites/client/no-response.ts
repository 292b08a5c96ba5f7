import type { Socket } from 'node:net';
import type { NoResponse } from '../exchange.ts';
import { certificateRefusal } from './client-certificate.ts';
import { StrayBytes } from './stray-bytes.ts';

/** How far an answer had come when it broke off. */
export interface Progress {
  /** Absent before the end of the head. */
  readonly status?: number;
  /** Bytes of content. */
  readonly content: number;
}

/** A failure to connect: name resolution, TCP, TLS. Marks the error, so that it is not taken for the target's own. */
export class ConnectFailure extends Error {
  readonly code = 'SOCONFORM_CONNECT';

  constructor(cause: Error) {
    super('no connection', { cause });
    this.name = 'ConnectFailure';
  }
}

/**
 * What an error in setting up a connection means. Where nothing but TCP is to be set up, only a connection that was accepted
 * can be reset, at whatever moment that is seen: it is the target's doing then.
 */
export function connectError(error: Error, protocol: string): Error {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const reset = protocol === 'http:' ? errors.find(isReset) : undefined;
  return reset ?? new ConnectFailure(error);
}

function isReset(error: unknown): error is Error {
  return error instanceof Error && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

/** A limit of the client that an answer went over. `message` is the reason as it is told. */
export class LimitReached extends Error {
  override readonly name: string = 'LimitReached';
}

/** The limit is ours and not the target's fault. */
export class TooLarge extends LimitReached {
  override readonly name = 'TooLarge';
}

const resetCode = 'SOCONFORM_RESET';

/**
 * Gives a reset a code of our own: undici takes one for the regular end of an answer that ends by closing
 * (it does so for the sake of one system's sockets), and half an answer would be judged as a whole one.
 */
export function tellResets<S extends Socket>(socket: S): S {
  return socket.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') error.code = resetCode;
  });
}

/** Says in one line why there is no answer. */
export function noResponse(error: Error, request: { method: string; url: string }, progress: Progress): NoResponse {
  const asked = `${request.method} ${request.url}`;
  const isRefused = progress.status === undefined && certificateRefusal(codeOf(error)) !== undefined;
  if (error instanceof ConnectFailure || isRefused) {
    const cause = error instanceof ConnectFailure && error.cause instanceof Error ? error.cause : error;
    return { stage: 'connect', reason: `no connection to ${new URL(request.url).origin}: ${connectReason(cause)}` };
  }
  if (error instanceof StrayBytes) {
    const bytes = quoted(Buffer.from(error.bytes).toString('latin1'));
    const after = `the answer to ${error.after}`;
    return {
      stage: 'stray',
      reason: oneLine(`bytes that belong to no answer came on the connection after ${after}: ${bytes}`),
    };
  }
  if (error instanceof TooLarge) return { stage: 'limit', reason: `${asked}: ${error.message}` };
  return { stage: 'answer', reason: oneLine(`${asked}: ${answerReason(error, progress)}`) };
}

const connectReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused (nothing listens on that port)',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server did not answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'the host did not answer',
  ECONNRESET: 'the connection was reset while it was being set up',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
    'the target does not speak HTTP/1.1 (HTTP/2 only?), and nothing else is spoken here',
};

function connectReason(error: Error): string {
  const cause = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = codeOf(cause);
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return oneLine(cause.message.replace(/^Connect Timeout Error/i, 'no connection in time'));
  const known = connectReasons[code];
  if (known !== undefined) return `${known} [${code}]`;
  const refusal = certificateRefusal(code);
  if (refusal !== undefined) return refusal;
  // OpenSSL puts a whole line of internals into the message and the readable part into `reason`.
  const reason = 'reason' in cause && typeof cause.reason === 'string' ? cause.reason : cause.message;
  return oneLine(code === '' ? reason : `${reason} [${code}]`);
}

function answerReason(error: Error, progress: Progress): string {
  const code = codeOf(error);
  const sofar = soFar(progress);
  if (error instanceof LimitReached) return `${error.message}; ${sofar}`;
  if (error.name === 'HTTPParserError') {
    const detail = /\(([^)]*)\)/.exec(error.message)?.[1] ?? code;
    if (detail === 'Invalid EOF state') return `the connection was closed in the middle of the answer; ${sofar}`;
    const rest = 'data' in error && typeof error.data === 'string' ? error.data : '';
    return `what came cannot be read as HTTP/1.1 (${detail})${rest === '' ? '' : `, at ${quoted(rest)}`}; ${sofar}`;
  }
  switch (code) {
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return `the content is shorter or longer than its Content-Length; ${sofar}`;
    case 'UND_ERR_HEADERS_OVERFLOW':
      return `the head of the answer is larger than 64 KB`;
    case resetCode:
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return `the connection was reset; ${sofar}`;
    case 'UND_ERR_SOCKET':
      return /upgrade/.test(error.message)
        ? `the answer switches to another protocol (101), which was not asked for`
        : `the connection was closed; ${sofar}`;
    default:
      return `${error.message || error.name}${code === '' ? '' : ` [${code}]`}; ${sofar}`;
  }
}

function soFar(progress: Progress): string {
  if (progress.status === undefined) return 'no head of an answer had come';
  return `status ${progress.status} and ${progress.content} bytes of content had come`;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What came, short and with escapes, for a sentence. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
