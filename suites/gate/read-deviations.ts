import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { SoconformError } from '../../specs/error.ts';
import { nearestText } from '../nearest.ts';
import type { Deviation, DeviationFile } from './deviation.ts';

const deviationsFormat = 'soconform.deviations/1';

type Rule = { readonly expected: string; readonly holds: (value: unknown) => boolean; readonly required?: true };

const text: Rule = { expected: 'a text', holds: (value) => typeof value === 'string' && value.trim() !== '' };
const required: Rule = { ...text, required: true };

/** What an entry may hold. `schemas/files/deviations.schema.json` says the same. */
const rules = {
  check: required,
  operation: required,
  generation: text,
  at: text,
  target: text,
  serverVersion: text,
  kind: { expected: 'bug or intended', holds: (value) => value === 'bug' || value === 'intended', required: true },
  reason: required,
  owner: required,
  ticket: text,
  expires: { expected: 'a day such as 2027-01-31', holds: isDay },
  places: { expected: 'a whole number from 1', holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1 },
} as const satisfies Readonly<Record<string, Rule>>;

const names = Object.keys(rules);

/**
 * Reads a file of deviations, YAML or JSON (which is YAML). Throws E_DEVIATIONS with file and line for what is not
 * one: a mistyped member would otherwise list more, or less, than was meant.
 */
export function readDeviations(file: string, content: string): DeviationFile {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const lineOf = (node: unknown): number => lineAt((node as Node | undefined)?.range?.[0]);
  const problem = (line: number, expected: string, found: string): SoconformError =>
    new SoconformError('E_DEVIATIONS', `${file}:${line}: expected ${expected}, found ${found}`);

  const [broken] = document.errors;
  if (broken) throw problem(lineAt(broken.pos[0]), 'YAML or JSON', broken.message);
  const root: unknown = document.contents;
  if (!isMap(root)) throw problem(1, `format: ${deviationsFormat}`, root === null ? 'nothing' : 'no mapping');
  refuseUnknown(root, ['$schema', 'format', 'deviations'], (line, expected, found) => problem(line, expected, found));
  const format: unknown = root.get('format');
  if (format !== deviationsFormat) throw problem(lineOf(root), `format: ${deviationsFormat}`, shown(format));
  const list: unknown = root.get('deviations', true);
  if (!isSeq(list)) throw problem(lineOf(list ?? root), 'deviations: a list', shown(root.get('deviations')));

  const deviations = list.items.map((item): Deviation => {
    const line = lineOf(item);
    if (!isMap(item)) throw problem(line, 'an entry with check, operation, kind, reason and owner', shown(item));
    refuseUnknown(item, names, (at, expected, found) => problem(at, expected, found));
    for (const [name, rule] of Object.entries<Rule>(rules)) {
      const value: unknown = item.get(name);
      if (value === undefined && !rule.required) continue;
      if (value === undefined) throw problem(line, `${name}: ${rule.expected}`, 'an entry without it');
      if (!rule.holds(value)) throw problem(lineOf(item.get(name, true)), `${name}: ${rule.expected}`, shown(value));
    }
    const entry = item.toJSON() as Omit<Deviation, 'line'>;
    if (entry.kind === 'bug' && entry.expires === undefined) {
      throw problem(line, 'expires: a bug is mended by some day, such as 2027-01-31', 'a bug without it');
    }
    return { ...entry, line };
  });
  return { file, deviations };

  function refuseUnknown(
    map: YAMLMap,
    known: readonly string[],
    fail: (line: number, expected: string, found: string) => SoconformError,
  ): void {
    for (const pair of map.items) {
      const key: unknown = isPair(pair) && isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof key === 'string' && known.includes(key)) continue;
      throw fail(lineOf(pair.key), known.join(', '), `${String(key)}${nearestText(String(key), known)}`);
    }
  }
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
