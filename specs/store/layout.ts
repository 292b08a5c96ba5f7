import type { Json } from '../json.ts';

const widest = 150;

/** JSON text with what fits on a line on one line. Key order is the order of insertion: same value, same bytes. */
export function layout(value: Json): string {
  return print(value, 0) + '\n';
}

function print(value: Json, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Array.isArray(value)
    ? value.map((item: Json) => print(item, depth + 1))
    : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${print(member, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return open + close;
  const length = entries.reduce((sum, entry) => sum + entry.length + 2, depth);
  if (length <= widest && !entries.some((entry) => entry.includes('\n'))) return `${open}${entries.join(', ')}${close}`;
  const indent = '\n' + ' '.repeat(depth + 1);
  return `${open}${indent}${entries.join(`,${indent}`)}\n${' '.repeat(depth)}${close}`;
}
