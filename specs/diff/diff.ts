import type { Catalogue, ContractSummary } from '../catalogue.ts';
import { generationOf } from '../contract.ts';
import type { Generation, Protocol } from '../contract.ts';
import type { Change, Comparison, Difference } from './change.ts';
import { compareNamedTypes } from './named-types.ts';
import { compareOperations } from './operations.ts';
import type { OperationPair } from './operations.ts';
import { changeKinds, rulesFor } from './rules.ts';
import type { ChangeKind, Direction } from './rules.ts';
import type { Versions } from './versions.ts';

/** One side of a comparison. */
export interface Side {
  readonly catalogue: Catalogue;
  readonly generation: Generation;
}

/**
 * What a caller of `before` meets in `after`, both of one protocol. Two generations are compared as if they had one
 * name, for it stands in all their addresses and namespaces.
 */
export function compareVersions(before: Side, after: Side): Comparison {
  const was = operationsOf(before);
  const is = operationsOf(after);
  const pairs = [...was].flatMap(([operation, { id }]): OperationPair[] => {
    const now = is.get(operation);
    if (now === undefined) return [];
    return [{ operation, before: before.catalogue.contract(id), after: after.catalogue.contract(now.id) }];
  });
  const versions = versionsOf(before, after);
  const { found, roots } = compareOperations(pairs, versions);
  const told = (difference: Difference, directions: readonly Direction[], operations: Iterable<string>): Change =>
    changeOf(difference, { protocol: versions.protocol, directions, operations });
  const changes = [
    ...missing(was, is).map(([operation, one]) => told(presence('operation-removed', operation, one), [], [operation])),
    ...missing(is, was).map(([operation, one]) => told(presence('operation-added', operation, one), [], [operation])),
    ...found.map(({ difference, directions, operations }) => told(difference, directions, operations)),
    ...compareNamedTypes(roots, versions).flatMap(({ difference, type, request, response }): Change[] => {
      const directions = [
        ...(request.size > 0 ? (['request'] as const) : []),
        ...(response.size > 0 ? (['response'] as const) : []),
      ];
      // A type that is only a base has no place where one derived from it could stand.
      if (directions.length === 0) return [];
      return [{ ...told(difference, directions, new Set([...request, ...response])), type }];
    }),
  ];
  return comparison(before.generation, after.generation, [was, is], changes);
}

/** A generation that the other side does not have at all. */
export function loneVersion({ catalogue, generation }: Side, is: 'removed' | 'added'): Comparison {
  const operations = operationsOf({ catalogue, generation });
  const stated = { value: generation };
  const [kind, fact] =
    is === 'removed'
      ? (['generation-removed', { before: stated }] as const)
      : (['generation-added', { after: stated }] as const);
  const change = changeOf(
    { kind, at: generation, ...fact },
    { protocol: protocolOf(generation), directions: [], operations: operations.keys() },
  );
  const none: Operations = new Map();
  return comparison(generation, generation, is === 'removed' ? [operations, none] : [none, operations], [change]);
}

type Operations = ReadonlyMap<string, ContractSummary>;

function operationsOf({ catalogue, generation }: Side): Operations {
  const own = catalogue.summaries.filter((summary) => generationOf(summary) === generation);
  return new Map(own.map((summary) => [`${summary.agent}.${summary.operation}`, summary]));
}

function missing(operations: Operations, from: Operations): readonly (readonly [string, ContractSummary])[] {
  return [...operations].filter(([operation]) => !from.has(operation));
}

function presence(
  kind: Extract<ChangeKind, 'operation-added' | 'operation-removed'>,
  operation: string,
  { method, path, source }: ContractSummary,
): Difference {
  const stated = { value: `${method} ${path}`, source };
  return { kind, at: operation, ...(kind === 'operation-added' ? { after: stated } : { before: stated }) };
}

function versionsOf(before: Side, after: Side): Versions {
  const [was, is] = [versionOf(before.generation), versionOf(after.generation)];
  const neutral = (text: string, version: string): string =>
    was === is
      ? text
      : text
          .split('/')
          .map((step) => (step === version ? '*' : step))
          .join('/');
  return {
    protocol: protocolOf(after.generation),
    before: before.catalogue.types(before.generation),
    after: after.catalogue.types(after.generation),
    differ: (one, other) => neutral(one, was) !== neutral(other, is),
  };
}

export function protocolOf(generation: Generation): Protocol {
  return generation.startsWith('rest-') ? 'rest' : 'soap';
}

function versionOf(generation: Generation): string {
  return generation.slice(generation.indexOf('-') + 1);
}

interface Reach {
  readonly protocol: Protocol;
  readonly directions: readonly Direction[];
  readonly operations: Iterable<string>;
}

function changeOf(difference: Difference, { protocol, directions, operations }: Reach): Change {
  const rules = rulesFor(difference.kind, directions, protocol);
  // What breaks somebody is the reason to be told, not what it leaves as it was.
  const breaking = rules.filter(({ impact }) => impact === 'breaking');
  const deciding = breaking.length > 0 ? breaking : rules;
  return {
    ...difference,
    impact: breaking.length > 0 ? 'breaking' : 'compatible',
    reasons: [...new Set(deciding.map(({ reason }) => reason))],
    directions,
    operations: [...operations].sort(),
  };
}

function comparison(
  from: Generation,
  to: Generation,
  [before, after]: readonly [Operations, Operations],
  changes: readonly Change[],
): Comparison {
  const names = (operations: Operations): readonly string[] => [...operations.keys()].sort();
  return { from, to, before: names(before), after: names(after), changes: changes.toSorted(inOrder) };
}

function inOrder(left: Change, right: Change): number {
  if (left.impact !== right.impact) return left.impact === 'breaking' ? -1 : 1;
  if (left.kind !== right.kind) return changeKinds.indexOf(left.kind) - changeKinds.indexOf(right.kind);
  return left.at < right.at ? -1 : left.at > right.at ? 1 : 0;
}
