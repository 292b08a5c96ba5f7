import type { Types } from '../specs/contract.ts';
import { SoconformError } from '../specs/error.ts';
import type { Json } from '../specs/json.ts';
import { escapeText, isXmlText } from './xml-write.ts';

/** What one message is written with: the pool, the prefixes used so far, and the place of the value in hand. */
export interface Writer {
  readonly types: Types;
  /** Namespace to prefix; the message declares them all on its root. */
  readonly prefixes: Map<string, string>;
  readonly path: string[];
  /** Which carriers say their type: those of a derived one, or all, as the samples of the pages print it. */
  readonly xsiTypes?: 'derived' | 'all';
}

export function writerOf(types: Types, prefixes: readonly (readonly [prefix: string, namespace: string])[]): Writer {
  return { types, prefixes: new Map(prefixes.map(([prefix, namespace]) => [namespace, prefix])), path: [] };
}

/** `prefix:name`, declaring a prefix for the namespace when it has none yet. */
export function qname(writer: Writer, namespace: string, name: string): string {
  const known = writer.prefixes.get(namespace);
  if (known !== undefined) return `${known}:${name}`;
  const prefix = `n${writer.prefixes.size}`;
  writer.prefixes.set(namespace, prefix);
  return `${prefix}:${name}`;
}

/** An element; `attributes` begin with a space. */
export function wrap(tag: string, attributes: string, content: string): string {
  return content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;
}

/** Escaped text; refuses what XML cannot hold. */
export function safeText(writer: Writer, text: string): string {
  if (!isXmlText(text)) refuse(writer, 'characters that XML can hold', text);
  return escapeText(text);
}

/** Throws `SoconformError` (E_VALUE) with the place of the value in hand. */
export function refuse(writer: Writer, expected: string, value: Json): never {
  const place = writer.path.join('').replace(/^\./, '') || 'the value';
  const found = value === 'none' ? value : JSON.stringify(value).slice(0, 200);
  throw new SoconformError('E_VALUE', `${place}: expected ${expected}, found ${found}`);
}
