/** The head of an answer as it stood on the wire. */
export interface Head {
  readonly status: number;
  /** Lower-case names, in the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Offset of the first byte after the empty line. */
  readonly end: number;
}

/**
 * Reads the head of the final answer from the start of what a connection received; heads of interim
 * answers (1xx) are passed over. Undefined when it is not complete or not HTTP/1.
 */
export function readHead(bytes: Uint8Array): Head | undefined {
  const received = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  for (;;) {
    const close = received.indexOf('\r\n\r\n', start, 'latin1');
    if (close === -1) return undefined;
    const end = close + 4;
    const [statusLine = '', ...lines] = received.toString('latin1', start, close).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1]);
    if (Number.isNaN(status)) return undefined;
    if (status >= 200) return { status, headers: lines.map(readField), end };
    start = end;
  }
}

function readField(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line.trim().toLowerCase(), ''];
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
