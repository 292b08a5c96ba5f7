import type { Field } from '../contract.ts';

/** Where a new member stands when one of those that were there before follows it in the sequence. */
export function placeOf(field: Field, fields: readonly Field[], kept: readonly Field[]): string | undefined {
  const next = fields.slice(fields.indexOf(field) + 1).find((one) => kept.includes(one));
  return next === undefined ? undefined : `before ${next.name}`;
}

/** The fewest of the same things that have to be moved to make one order the other. */
export function moved<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const staying = new Set(longestCommon(before, after));
  return after.filter((one) => !staying.has(one));
}

/** The longest run of things that stand in both orders one after another, with others between them. */
function longestCommon<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  const places = new Map(before.map((one, index) => [one, index]));
  // For each thing the longest run that ends with it.
  const runs: (readonly [place: number, run: readonly T[]])[] = [];
  let longest: readonly T[] = [];
  for (const one of after) {
    const place = places.get(one) ?? -1;
    let best: readonly T[] = [];
    for (const [last, run] of runs) if (last < place && run.length > best.length) best = run;
    const run = [...best, one];
    runs.push([place, run]);
    if (run.length > longest.length) longest = run;
  }
  return longest;
}
