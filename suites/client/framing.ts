import type { Head } from './head.ts';

/**
 * Where the content of an answer ends in what a connection received, as its own head and chunks say (RFC 9112 §6.3);
 * undefined where that cannot be told: it ends with the connection, is not complete, or is no chunk.
 */
export function endOfContent(received: Buffer, head: Head): number | undefined {
  if (head.status === 204 || head.status === 304) return head.end;
  const valueOf = (name: string): string | undefined => head.headers.find(([other]) => other === name)?.[1];
  const coding = valueOf('transfer-encoding')?.toLowerCase();
  if (coding !== undefined) return /(?:^|,)\s*chunked$/.test(coding) ? endOfChunks(received, head.end) : undefined;
  const length = valueOf('content-length');
  if (length === undefined || !/^\d+$/.test(length)) return undefined;
  const end = head.end + Number(length);
  return end <= received.length ? end : undefined;
}

function endOfChunks(received: Buffer, start: number): number | undefined {
  let at = start;
  for (;;) {
    const lineEnd = received.indexOf('\r\n', at, 'latin1');
    if (lineEnd === -1) return undefined;
    const size = /^[\dA-Fa-f]+(?=[ \t]*(?:;|$))/.exec(received.toString('latin1', at, lineEnd))?.[0];
    if (size === undefined) return undefined;
    at = lineEnd + 2 + Number.parseInt(size, 16);
    if (size.replace(/0/g, '') === '') return endOfTrailers(received, lineEnd + 2);
    if (received.toString('latin1', at, at + 2) !== '\r\n') return undefined;
    at += 2;
  }
}

function endOfTrailers(received: Buffer, start: number): number | undefined {
  let at = start;
  for (;;) {
    const lineEnd = received.indexOf('\r\n', at, 'latin1');
    if (lineEnd === -1) return undefined;
    if (lineEnd === at) return at + 2;
    at = lineEnd + 2;
  }
}
