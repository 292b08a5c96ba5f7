import type { Catalogue, ContractSummary } from '../catalogue.ts';
import { generationOf } from '../contract.ts';
import type { Generation } from '../contract.ts';
import type { Comparison } from './change.ts';
import { compareVersions, loneVersion, protocolOf } from './diff.ts';

/**
 * Two catalogues, generation by generation. One that has a single generation of a protocol and one that has another
 * single one are compared in these: what else could be meant?
 */
export function compareCatalogues(before: Catalogue, after: Catalogue, wanted?: Wanted): readonly Comparison[] {
  // A generation is there also when none of the operations that are wanted is in it.
  const [was, is] = [generationsIn(before), generationsIn(after)];
  const [old, now] = wanted === undefined ? [before, after] : [narrowed(before, wanted), narrowed(after, wanted)];
  const met = new Set([...generationsIn(old), ...generationsIn(now)]);
  const found = (['rest', 'soap'] as const).flatMap((protocol): readonly Comparison[] => {
    const own = (generations: readonly Generation[]) => generations.filter((one) => protocolOf(one) === protocol);
    return compareProtocol({ catalogue: old, own: own(was) }, { catalogue: now, own: own(is) });
  });
  return found.filter(({ from, to }) => met.has(from) || met.has(to));
}

/** Which operations are compared. */
export type Wanted = (operation: ContractSummary) => boolean;

/** The catalogue with these operations only. */
export function narrowed(catalogue: Catalogue, wanted: Wanted): Catalogue {
  return {
    name: catalogue.name,
    get hash() {
      return catalogue.hash;
    },
    summaries: catalogue.summaries.filter(wanted),
    contract: (id) => catalogue.contract(id),
    types: (generation) => catalogue.types(generation),
    documented: (id) => catalogue.documented(id),
  };
}

/** The generations that a catalogue has contracts of, sorted. */
export function generationsIn(catalogue: Catalogue): readonly Generation[] {
  return [...new Set(catalogue.summaries.map(generationOf))].sort();
}

/** `Services86` and `Services88`, but not `v1` and a catalogue of its own beside it. */
function areOfOneKind(left: Generation, right: Generation): boolean {
  return left.replace(/\d+/g, '') === right.replace(/\d+/g, '');
}

interface Own {
  readonly catalogue: Catalogue;
  readonly own: readonly Generation[];
}

function compareProtocol(before: Own, after: Own): readonly Comparison[] {
  const [[was, ...otherWas], [is, ...otherIs]] = [before.own, after.own];
  if (was !== undefined && is !== undefined && otherWas.length + otherIs.length === 0 && areOfOneKind(was, is)) {
    return [
      compareVersions({ catalogue: before.catalogue, generation: was }, { catalogue: after.catalogue, generation: is }),
    ];
  }
  return [...new Set([...before.own, ...after.own])].sort().map((generation) => {
    const [old, now] = [
      { catalogue: before.catalogue, generation },
      { catalogue: after.catalogue, generation },
    ];
    if (!after.own.includes(generation)) return loneVersion(old, 'removed');
    return before.own.includes(generation) ? compareVersions(old, now) : loneVersion(now, 'added');
  });
}
