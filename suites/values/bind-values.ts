import { argumentsOf, memberAt } from '../../fixtures/binding.ts';
import type { Binding, Member, NoMember } from '../../fixtures/binding.ts';
import { fitted, whereOf } from '../../fixtures/fitted.ts';
import type { Fitted, Reference } from '../../fixtures/fitted.ts';
import { fold } from '../../schemas/names.ts';
import type { Catalogue, ContractSummary } from '../../specs/catalogue.ts';
import { generationOf } from '../../specs/contract.ts';
import type { Contract } from '../../specs/contract.ts';
import { SoconformError } from '../../specs/error.ts';
import { nameMatcher } from '../name-glob.ts';
import { nearestText } from '../nearest.ts';
import { isSecretName } from '../secret-names.ts';
import { argumentName, destroys, operationsOf, refersToSomething } from './arguments.ts';
import type { ValueEntry, ValuesFile } from './read-values.ts';

/** The values of a run, bound to the contracts of a catalogue. */
export interface BoundValues {
  /** As it was given. */
  readonly file: string;
  /** All of them, as they were written. */
  readonly keys: readonly string[];
  /** For a contract, the one that counts last. Throws E_VALUES for a value that does not fit. */
  for(contract: Contract): readonly Binding[];
  /** The values that references named, as far as they were read. */
  secrets(): readonly string[];
}

/**
 * Binds values to the contracts that they name. A name counts more than a glob, and of two globs the later one; what destroys takes
 * data by its name only. Throws E_VALUES for a
 * key that names no operation, or no member of any that it names.
 */
export function bindValues(
  { file, entries }: ValuesFile,
  catalogue: Catalogue,
  read: (reference: Reference) => string,
): BoundValues {
  const operations = operationsOf(catalogue.summaries);
  const isName = (entry: ValueEntry): boolean => operations.has(fold(entry.operation));
  const ordered = [...entries.filter((one) => !isName(one)), ...entries.filter(isName)].map((entry) => ({
    entry,
    matches: nameMatcher(entry.operation),
  }));
  for (const { entry, matches } of ordered) checkKey(entry, matches);

  const secrets = new Map<string, string>();
  const remembered = (reference: Reference): string => {
    const where = JSON.stringify(reference);
    const known = secrets.get(where) ?? read(reference);
    secrets.set(where, known);
    return known;
  };
  const bound = new WeakMap<Contract, readonly Binding[]>();

  return {
    file,
    keys: entries.map(({ key }) => key),
    for(contract) {
      let found = bound.get(contract);
      if (found === undefined) bound.set(contract, (found = bindingsOf(contract)));
      return found;
    },
    secrets: () => [...secrets.values()],
  };

  function checkKey(entry: ValueEntry, matches: (name: string) => boolean): void {
    const named = [...operations.values()].filter(({ name }) => matches(name));
    if (named.length === 0) {
      const names = [...operations.values()].map(({ name }) => name);
      throw wrong(entry, 'an operation of the catalogue', `${entry.operation}${nearestText(entry.operation, names)}`);
    }
    const missed: NoMember[] = [];
    for (const { contracts } of named) {
      for (const id of contracts) {
        const found = member(entry, catalogue.contract(id));
        if ('place' in found) return;
        missed.push(found);
      }
    }
    // The step that leads furthest is the one that was mistyped.
    const furthest = missed.filter(({ step }) => step !== entry.path[0]);
    const all = furthest.length > 0 ? furthest : missed;
    const step = all[0]?.step ?? '';
    const near = nearestText(
      step,
      all.flatMap(({ known }) => known),
    );
    const where = named.length === 1 ? `of ${named[0]?.name}` : `of any of ${named.length} operations`;
    throw wrong(entry, `a member of the request ${where}`, `${step}${near}`);
  }

  function member(entry: ValueEntry, contract: Contract): Member | NoMember {
    return memberAt(contract, typesOf(contract), entry.path, argumentName(catalogue, contract));
  }

  function typesOf(contract: Contract) {
    return catalogue.types(generationOf(contract));
  }

  function bindingsOf(contract: Contract): readonly Binding[] {
    const name = `${contract.agent}.${contract.operation}`;
    const own = ordered
      .filter(({ entry, matches }) => matches(name) && (isName(entry) || !destroys(contract)))
      .flatMap(({ entry }) => {
        const found = member(entry, contract);
        return 'place' in found ? [{ entry, found }] : [];
      });
    const byDepth = (entry: ValueEntry): number => (isName(entry) ? 1000 : 0) + entry.path.length;
    return own
      .toSorted((a, b) => byDepth(a.entry) - byDepth(b.entry))
      .map(({ entry, found }) => {
        const { value, unknown } = fit(entry, contract, found);
        for (const { at, known } of unknown) {
          if (isKnownElsewhere(entry, contract, at)) continue;
          const step = at.slice(at.lastIndexOf('/') + 1);
          throw wrong(
            entry,
            `members of ${name}${at.slice(0, -step.length - 1)}`,
            `${step}${nearestText(step, known)}`,
          );
        }
        return { key: entry.key, place: found.place, value };
      });
  }

  function fit(entry: ValueEntry, contract: Contract, { type, name, nullable }: Member): Fitted {
    const fitting = { types: typesOf(contract), read: remembered, isSecret: isSecretName };
    try {
      const result = fitted(entry.value, type, name, nullable, fitting);
      if ('value' in result) return result;
      const at = result.at === '' ? '' : ` at ${result.at.replace(/^\//, '')}`;
      throw wrong(entry, `${result.expected}${at} (${contract.id})`, result.found);
    } catch (error) {
      if (!(error instanceof SoconformError) || error.code !== 'E_REFERENCE') throw error;
      throw wrong(entry, 'a value that a reference names', error.message);
    }
  }

  /** A generation may lack what another one has: that is left out there. */
  function isKnownElsewhere(entry: ValueEntry, { id, agent, operation }: Contract, at: string): boolean {
    const others = operations.get(fold(`${agent}.${operation}`))?.contracts.filter((other) => other !== id) ?? [];
    return others.some((other) => {
      const contract = catalogue.contract(other);
      const found = member(entry, contract);
      if (!('place' in found)) return false;
      return !fit(entry, contract, found).unknown.some((one) => fold(one.at) === fold(at));
    });
  }

  function wrong(entry: ValueEntry, expected: string, found: string): SoconformError {
    const at = entry.line === undefined ? `${file}: values` : `${file}:${entry.line}`;
    return new SoconformError('E_VALUES', `${at}: ${entry.key}: expected ${expected}, found ${found}`);
  }
}

export function referenceProblem(reference: Reference, found: string): SoconformError {
  return new SoconformError('E_REFERENCE', `${whereOf(reference)} ${found}`);
}

/**
 * What a request of this contract is made of that nobody gave: the ids, texts and carriers among its arguments that are printed or made up,
 * in the form of keys. Whether a target knows them is chance.
 */
export function unboundIn(
  contract: Contract,
  catalogue: Catalogue,
  bindings: readonly Binding[],
  summaries: readonly ContractSummary[] = catalogue.summaries,
): readonly string[] {
  const types = catalogue.types(generationOf(contract));
  const all = argumentsOf(contract, types, argumentName(catalogue, contract, summaries));
  const places = new Set(bindings.map(({ place }) => JSON.stringify(place)));
  if (places.has(JSON.stringify({ in: 'body', steps: [] }))) return [];
  return all
    .filter((one) => one.required && refersToSomething(one, types))
    .filter(({ place }) => !places.has(JSON.stringify(place)))
    .map(({ name }) => `${contract.agent}.${contract.operation}/${name}`);
}
