import type { Span } from './span.ts';

type Step = string | number;

/** The value at a path like `[0].To["odd name"]`; the deepest that is there when the last steps lead nowhere. */
export function jsonPlace(text: string, path: string): Span | undefined {
  let at = skip(text, 0);
  for (const step of stepsOf(path)) {
    const next = typeof step === 'number' ? itemAt(text, at, step) : memberAt(text, at, step);
    if (next === undefined) break;
    at = next;
  }
  return at < text.length ? { from: at, to: Math.max(at + 1, endOf(text, at)) } : undefined;
}

function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [, name, index, odd] of path.matchAll(/\.([\w$-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g)) {
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (odd !== undefined) steps.push(JSON.parse(odd) as string);
  }
  return steps;
}

function itemAt(text: string, start: number, wanted: number): number | undefined {
  if (text[start] !== '[') return undefined;
  let at = skip(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== ']'; index += 1) {
    if (index === wanted) return at;
    at = skip(text, endOf(text, at));
    if (text[at] !== ',') return undefined;
    at = skip(text, at + 1);
  }
  return undefined;
}

function memberAt(text: string, start: number, wanted: string): number | undefined {
  if (text[start] !== '{') return undefined;
  let at = skip(text, start + 1);
  while (text[at] === '"') {
    const end = endOf(text, at);
    const name = nameOf(text.slice(at, end));
    at = skip(text, end);
    if (text[at] !== ':') return undefined;
    at = skip(text, at + 1);
    if (name === wanted) return at;
    at = skip(text, endOf(text, at));
    if (text[at] !== ',') return undefined;
    at = skip(text, at + 1);
  }
  return undefined;
}

function nameOf(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function skip(text: string, from: number): number {
  let at = from;
  while (/[\s\ufeff]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** The end of the value that begins there; the text may be no JSON from some place on. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (character === ',' || /\s/.test(character ?? ''))) return at;
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
