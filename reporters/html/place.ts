import { jsonPlace } from './json-place.ts';
import type { Span } from './span.ts';
import { xmlPlace } from './xml-place.ts';

/**
 * Where in the text of an answer a finding lies: the value at its place, or what holds it when that is missing. Undefined
 * when it lies elsewhere: in the status, a header, or the whole body.
 */
export function placeIn(body: string, at: string): Span | undefined {
  const position = /^body:(\d+):(\d+)/.exec(at);
  if (position !== null) return atPosition(body, Number(position[1]), Number(position[2]));
  if (/^body[.[]/.test(at)) return jsonPlace(body, at.slice('body'.length));
  return /^Envelope\b/.test(at) ? xmlPlace(body, at) : undefined;
}

/** From there to the end of the line; at the end of the text its last character. */
function atPosition(body: string, line: number, column: number): Span | undefined {
  let start = 0;
  for (let current = 1; current < line; current += 1) {
    const end = body.indexOf('\n', start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const from = Math.min(start + column - 1, body.length - 1);
  const end = body.indexOf('\n', from);
  return from < 0 ? undefined : { from, to: end > from ? end : body.length };
}
