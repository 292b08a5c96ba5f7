import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Reference } from '../fixtures/fitted.ts';
import type { RunRecord } from '../reporters/record.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import type { Json } from '../specs/json.ts';
import { bindValues, referenceProblem } from '../suites/values/bind-values.ts';
import type { BoundValues } from '../suites/values/bind-values.ts';
import { readValues, valuesIn } from '../suites/values/read-values.ts';

/** The path of a file of values, or values that stand in a config. */
export type ValuesChoice = string | Readonly<Record<string, Json>>;

export interface ValuesPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The config that the values stand in; paths in it are relative to it. Absent: there is none. */
  readonly config?: string;
}

/** Reads values and binds them to a catalogue. Throws E_VALUES before anything is asked. */
export function openValues(choice: ValuesChoice, catalogue: Catalogue, place: ValuesPlace): BoundValues {
  const own = typeof choice === 'string' ? choice : place.config;
  const values =
    typeof choice === 'string' ? readValues(choice, contentOf(choice)) : valuesIn(own ?? 'the options', choice);
  const folder = path.dirname(path.resolve(own ?? 'here'));
  return bindValues(values, catalogue, (reference) => read(reference, folder, place.environment));
}

/**
 * The values that an earlier run was with: how many items were sent, and what was made up, depends on them, and without them
 * its answers would be judged by other requests. Throws E_USAGE where they are not named.
 */
export function valuesAgain(
  choice: ValuesChoice | undefined,
  before: Pick<RunRecord, 'values'>,
  catalogue: Catalogue,
  place: ValuesPlace,
): BoundValues | undefined {
  const bound = before.values?.bound ?? [];
  if (choice !== undefined) return openValues(choice, catalogue, place);
  if (bound.length === 0) return undefined;
  throw new SoconformError(
    'E_USAGE',
    `the run was with values for ${bound.slice(0, 3).join(', ')}: name the file of them with --values (it was ${before.values?.file})`,
  );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SoconformError('E_VALUES', `${file}: expected a file of values, found ${codeOf(error)}`);
  }
}

/** As of credentials: a variable, or the file that `NAME_FILE` names. */
function read(reference: Reference, folder: string, environment: ValuesPlace['environment']): string {
  if ('file' in reference) return textOf(path.resolve(folder, reference.file), reference);
  const { env } = reference;
  const value = environment[env];
  if (value !== undefined && value !== '') return value;
  const file = environment[`${env}_FILE`];
  if (file !== undefined && file !== '') return textOf(file, reference);
  throw referenceProblem(reference, `not set: set it, or ${env}_FILE`);
}

function textOf(file: string, reference: Reference): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw referenceProblem(reference, `not readable (${codeOf(error)})`);
  }
  if (text === '') throw referenceProblem(reference, 'empty');
  return text;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
