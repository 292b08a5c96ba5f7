/** A request or an answer as an HTTP fence prints it. Lines count from 1 within the page. */
export interface HttpSample {
  readonly verbatim: string;
  readonly line: number;
  readonly startLine: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Trimmed; absent when nothing is printed after the empty line. */
  readonly body?: { readonly text: string; readonly line: number };
}

export function readHttpSample(text: string, firstLine: number): HttpSample {
  const lines = text.split('\n');
  let at = 0;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1;
  const line = firstLine + at;
  const startLine = (lines[at] ?? '').trim();
  at += 1;
  const headers: [string, string][] = [];
  // Where the empty line is missing, the body begins with what cannot be a header.
  for (; at < lines.length && /^\s*[^\s{["]/.test(lines[at] ?? ''); at += 1) {
    const header = /^\s*([A-Za-z0-9-]+)\s*:\s*(.*)$/.exec(lines[at] ?? '');
    if (header?.[1]) headers.push([header[1], (header[2] ?? '').trim()]);
  }
  while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1;
  const body = lines.slice(at).join('\n').trim();
  const head = { verbatim: text, line, startLine, headers };
  return body === '' ? head : { ...head, body: { text: body, line: firstLine + at } };
}
