import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { SoconformError } from '../../specs/error.ts';
import type { Json } from '../../specs/json.ts';
import { nearestText } from '../nearest.ts';

/** One value of a file of values. */
export interface ValueEntry {
  /** As it stands there: `EMail.SendEMails/OutgoingConnectionInfo`. */
  readonly key: string;
  /** A glob of operations. */
  readonly operation: string;
  /** From the argument on. */
  readonly path: readonly string[];
  readonly value: Json;
  /** Absent where it stands in a config. */
  readonly line?: number;
}

export interface ValuesFile {
  /** As it was given. */
  readonly file: string;
  readonly entries: readonly ValueEntry[];
}

const valuesFormat = 'soconform.values/1';
const members = ['$schema', 'format', 'values'];

/**
 * Reads a file of values, YAML or JSON (which is YAML). Throws E_VALUES with file and line for what is not one; what is said of
 * it holds no value. `schemas/files/values.schema.json` says the same.
 */
export function readValues(file: string, content: string): ValuesFile {
  // Few runs have values, and both doors read them while they begin.
  const { isMap, isPair, isScalar, LineCounter, parseDocument } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const lineOf = (node: unknown): number => lineAt((node as Yaml.Node | undefined)?.range?.[0]);
  const wrong = (line: number, expected: string, found: string): SoconformError => problem(file, line, expected, found);

  const [broken] = document.errors;
  if (broken) throw wrong(lineAt(broken.pos[0]), 'YAML or JSON', broken.message.split('\n')[0] ?? broken.code);
  const root: unknown = document.contents;
  if (!isMap(root)) throw wrong(1, `format: ${valuesFormat}`, root === null ? 'nothing' : 'no mapping');
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!members.includes(name)) throw wrong(lineOf(key), members.join(', '), `${name}${nearestText(name, members)}`);
  }
  if (root.get('format') !== valuesFormat) throw wrong(lineOf(root), `format: ${valuesFormat}`, 'another, or none');
  const values: unknown = root.get('values', true);
  if (!isMap(values)) throw wrong(lineOf(values ?? root), 'values: a mapping', 'none');
  const entries = values.items.map((pair): ValueEntry => {
    const line = lineOf(pair.key);
    if (!isPair(pair) || !isScalar(pair.key) || typeof pair.key.value !== 'string') {
      throw wrong(line, keyForm, 'a key that is no text');
    }
    const value = (pair.value as Yaml.Node | null)?.toJS(document) as Json | undefined;
    return { ...entryOf(file, pair.key.value, value ?? null, line), line };
  });
  return { file, entries };
}

/** The values that stand in a config. Throws E_VALUES. */
export function valuesIn(file: string, values: Readonly<Record<string, Json>>): ValuesFile {
  return { file, entries: Object.entries(values).map(([key, value]) => entryOf(file, key, value)) };
}

const keyForm = 'a key such as EMail.SendEMails/OutgoingConnectionInfo or Contact.*/contactEntityId';

function entryOf(file: string, key: string, value: Json, line?: number): ValueEntry {
  const [operation = '', ...path] = key.split('/').map((part) => part.trim());
  if (operation === '' || path.length === 0 || path.includes('')) {
    throw problem(file, line, keyForm, JSON.stringify(key.slice(0, 200)));
  }
  return { key, operation, path, value };
}

function problem(file: string, line: number | undefined, expected: string, found: string): SoconformError {
  const at = line === undefined ? `${file}: values` : `${file}:${line}`;
  return new SoconformError('E_VALUES', `${at}: expected ${expected}, found ${found}`);
}
