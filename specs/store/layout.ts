import type { Json } from '../json.ts';

const widest = 150;

/** JSON text with what fits on a line on one line. Key order is the order of insertion: same value, same bytes. */
export function layout(value: Json): string {
  const pieces: string[] = [];
  print(value, 0, '', pieces);
  pieces.push('\n');
  return pieces.join('');
}

function print(value: Json, depth: number, label: string, pieces: string[]): void {
  const short = compact(value, widest - depth - label.length);
  if (short !== undefined || typeof value !== 'object' || value === null) {
    pieces.push(label, short ?? JSON.stringify(value));
    return;
  }
  const indent = '\n' + ' '.repeat(depth + 1);
  let separator = indent;
  if (Array.isArray(value)) {
    pieces.push(label, '[');
    for (const item of value as readonly Json[]) {
      pieces.push(separator);
      print(item, depth + 1, '', pieces);
      separator = `,${indent}`;
    }
  } else {
    pieces.push(label, '{');
    for (const [name, member] of Object.entries(value)) {
      pieces.push(separator);
      print(member, depth + 1, `${JSON.stringify(name)}: `, pieces);
      separator = `,${indent}`;
    }
  }
  pieces.push('\n', ' '.repeat(depth), Array.isArray(value) ? ']' : '}');
}

/** The value on one line; undefined as soon as it is longer than `room`. */
function compact(value: Json, room: number): string | undefined {
  if (typeof value === 'string' && value.length > room) return undefined;
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value);
    return text.length <= room ? text : undefined;
  }
  const isArray = Array.isArray(value);
  let text = isArray ? '[' : '{';
  let separator = '';
  for (const [name, member] of Object.entries(value)) {
    const label = isArray ? separator : `${separator}${JSON.stringify(name)}: `;
    const part = compact(member, room - text.length - label.length - 1);
    if (part === undefined) return undefined;
    text += label + part;
    separator = ', ';
  }
  text += isArray ? ']' : '}';
  return text.length <= room ? text : undefined;
}
