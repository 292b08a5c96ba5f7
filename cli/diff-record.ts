import type {
  DiffChange,
  DiffCheck,
  DiffComparison,
  DiffOperations,
  DiffRecord,
  DiffSide,
  DiffStated,
} from '../reporters/diff-record.ts';
import { generationOf } from '../specs/contract.ts';
import type { Generation } from '../specs/contract.ts';
import type { Catalogue } from '../specs/catalogue.ts';
import type { Change, Comparison, Stated } from '../specs/diff/change.ts';
import { protocolOf } from '../specs/diff/diff.ts';
import { titleOf } from '../specs/diff/rules.ts';
import { changedChecks, checksOf } from '../suites/changed-checks.ts';
import { version } from '../suites/client/version.ts';
import type { Side } from './diff-sides.ts';

/** What was found, as every report of it takes it. */
export function diffRecord(
  before: Side,
  after: Side,
  comparisons: readonly Comparison[],
  only: readonly string[] = [],
): DiffRecord {
  const told = comparisons.map((comparison) => comparisonOf(comparison, after.catalogue));
  const changes = told.flatMap((comparison) => comparison.changes);
  const sum = (count: keyof DiffOperations): number =>
    told.reduce((total, { operations }) => total + operations[count], 0);
  return {
    format: 'soconform.diff/1',
    tool: { name: 'soconform', version },
    before: sideOf(before),
    after: sideOf(after),
    ...(only.length === 0 ? {} : { only }),
    summary: {
      breaking: changes.filter(({ impact }) => impact === 'breaking').length,
      compatible: changes.filter(({ impact }) => impact === 'compatible').length,
      operations: {
        added: sum('added'),
        removed: sum('removed'),
        changed: sum('changed'),
        unchanged: sum('unchanged'),
      },
    },
    comparisons: told,
  };
}

function sideOf({ kind, name, catalogue, broken }: Side): DiffSide {
  const hash = kind === 'catalogue' ? { hash: catalogue.hash } : {};
  return { kind, name, ...hash, contracts: catalogue.summaries.length, broken };
}

function comparisonOf({ from, to, before, after, changes }: Comparison, catalogue: Catalogue): DiffComparison {
  return {
    from,
    to,
    operations: countsOf(before, after, changes),
    changes: changes.map((change) => changeOf(change, to, catalogue)),
  };
}

function countsOf(before: readonly string[], after: readonly string[], changes: readonly Change[]): DiffOperations {
  const reached = new Set(changes.flatMap(({ operations }) => operations));
  const later = new Set(after);
  const both = before.filter((operation) => later.has(operation));
  const changed = both.filter((operation) => reached.has(operation)).length;
  return {
    added: after.length - both.length,
    removed: before.length - both.length,
    changed,
    unchanged: both.length - changed,
  };
}

function changeOf(change: Change, to: Generation, catalogue: Catalogue): DiffChange {
  const { kind, impact, reasons, directions, at, type, before, after, place, operations } = change;
  return {
    kind,
    title: titleOf(kind),
    impact,
    reasons,
    directions,
    at,
    ...(type === undefined ? {} : { type }),
    ...(before === undefined ? {} : { before: statedOf(before) }),
    ...(after === undefined ? {} : { after: statedOf(after) }),
    ...(place === undefined ? {} : { place }),
    operations,
    checks: checksFor(change, to, catalogue),
  };
}

function statedOf({ value, source }: Stated): DiffStated {
  return { value, ...(source === undefined ? {} : { source }) };
}

/** What is new as a whole is judged by all checks that its own contract calls for. */
function checksFor(change: Change, to: Generation, catalogue: Catalogue): readonly DiffCheck[] {
  if (change.kind !== 'operation-added' && change.kind !== 'generation-added') {
    return changedChecks(change, protocolOf(to)).map(({ check, does }) => ({ id: check, does }));
  }
  const wanted = new Set(change.operations);
  const ids = new Set(
    catalogue.summaries
      .filter((one) => generationOf(one) === to && wanted.has(`${one.agent}.${one.operation}`))
      .flatMap(({ id }) => checksOf(catalogue.contract(id), catalogue.types(to))),
  );
  return [...ids].map((id) => ({ id, does: 'adds' }));
}
