import { fold } from './names.ts';
import type { JsonAspect } from './shape-report.ts';

export interface WrongName {
  readonly aspect: JsonAspect & ('type' | 'enum' | 'unknown-name');
  readonly expected: string;
  readonly received: unknown;
}

interface Names {
  readonly name: string;
  readonly names: ReadonlySet<string>;
}

const right: readonly WrongName[] = [];

/** The value of an enum: one of its names, spelt as documented. A name that nobody documents was perhaps added later. */
export function judgeName(type: Names, value: unknown): readonly WrongName[] {
  if (typeof value !== 'string') return [{ aspect: 'type', expected: `a name of ${type.name}`, received: value }];
  const wrong = spelling(type, value);
  return wrong === undefined ? right : [wrong];
}

/** The value of a flags enum: a comma list of its names; empty when no flag is set. */
export function judgeFlags(type: Names, value: unknown): readonly WrongName[] {
  if (typeof value !== 'string')
    return [{ aspect: 'type', expected: `names of ${type.name}, comma-separated`, received: value }];
  if (type.names.has(value) || value === '') return right;
  return value.split(',').flatMap((part) => spelling(type, part.trim()) ?? []);
}

function spelling(type: Names, name: string): WrongName | undefined {
  if (type.names.has(name) || type.names.size === 0) return undefined;
  const folded = fold(name);
  for (const known of type.names) {
    if (fold(known) === folded) return { aspect: 'enum', expected: known, received: name };
  }
  if (name === '') return { aspect: 'enum', expected: `a name of ${type.name}`, received: name };
  return { aspect: 'unknown-name', expected: `a name of ${type.name}`, received: name };
}
