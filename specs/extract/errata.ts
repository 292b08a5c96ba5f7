import { SoconformError } from '../error.ts';

/** One written correction of what pages print wrongly. `kind` says what is corrected, `match` where. */
export interface Erratum {
  readonly id: string;
  readonly reason: string;
  readonly match: readonly (readonly [part: string, pattern: RegExp])[];
  readonly correct: Readonly<Record<string, string>>;
}

const kinds = [
  'outside-header',
  'envelope-namespace',
  'content-after-status',
  'type-under-status',
  'name-for-map',
  'bytes-placeholder',
  'required-left-out',
  'body-shown-nowhere',
  'empty-value',
  'illegal-nil',
] as const;
type ErratumKind = (typeof kinds)[number];

/** `specs/errata.json`, one erratum of a kind or none. */
export type Errata = Readonly<Partial<Record<ErratumKind, Erratum>>>;

/** Throws `SoconformError` (E_ERRATA) when the file is not of its form. */
export function readErrata(json: unknown): Errata {
  const file = record(json);
  const entries = file['errata'];
  if (file['format'] !== 'soconform.errata/1') return wrong('format "soconform.errata/1"', file['format']);
  if (!Array.isArray(entries)) return wrong('a list', entries);
  const errata: Partial<Record<ErratumKind, Erratum>> = {};
  for (const entry of entries.map(record)) {
    const kind = kinds.find((candidate) => candidate === entry['kind']);
    if (!kind) return wrong(`one of ${kinds.join(', ')}`, entry['kind']);
    errata[kind] = {
      id: String(entry['id']),
      reason: String(entry['reason']),
      match: texts(entry['match']).map(([name, pattern]) => [name, new RegExp(pattern)]),
      correct: Object.fromEntries(texts(entry['correct'] ?? {})),
    };
  }
  return errata;
}

/** Whether every part that the erratum names is there and matches. */
export function matches(erratum: Erratum | undefined, parts: Readonly<Record<string, string>>): erratum is Erratum {
  if (!erratum) return false;
  for (const [part, pattern] of erratum.match) if (!pattern.test(parts[part] ?? '')) return false;
  return true;
}

function texts(value: unknown): [string, string][] {
  return Object.entries(record(value)).map(([name, text]) => [name, String(text)]);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('an object', value);
  return { ...value };
}

function wrong(expected: string, found: unknown): never {
  throw new SoconformError(
    'E_ERRATA',
    `errata.json: expected ${expected}, found ${JSON.stringify(found)}; install soconform again`,
  );
}
