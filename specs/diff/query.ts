import type { QueryParameter } from '../contract.ts';
import type { Stated } from './change.ts';
import { compareMember, matched, memberStated } from './compare.ts';
import type { Sides } from './compare.ts';
import { compareNames } from './definitions.ts';
import type { Names } from './definitions.ts';

/** Query parameters; their names are read in any letter case. */
export function compareQuery(before: readonly QueryParameter[], after: readonly QueryParameter[], sides: Sides): void {
  const pairs = matched(before, after);
  for (const parameter of before) {
    const at = `query ${parameter.name}`;
    const now = pairs.get(parameter);
    if (now !== undefined) compareParameter(at, parameter, now, sides);
    else sides.found({ kind: 'parameter-removed', at, before: memberStated(parameter, sides.before) });
  }
  const kept = new Set(pairs.values());
  for (const parameter of after) {
    if (kept.has(parameter)) continue;
    const kind = parameter.required ? 'required-parameter-added' : 'parameter-added';
    sides.found({ kind, at: `query ${parameter.name}`, after: memberStated(parameter, sides.after) });
  }
}

/** Placeholders of the path, by their place: what they are called is not seen in an address. */
export function comparePath(before: readonly QueryParameter[], after: readonly QueryParameter[], sides: Sides): void {
  for (const [index, parameter] of before.entries()) {
    const now = after[index];
    if (now !== undefined) compareParameter(`path ${now.name}`, { ...parameter, name: now.name }, now, sides);
  }
}

function compareParameter(at: string, before: QueryParameter, after: QueryParameter, sides: Sides): void {
  compareMember(at, before, after, sides);
  if (before.required !== after.required) {
    const kind = after.required ? 'parameter-required' : 'parameter-optional';
    sides.found({ kind, at, before: requiredStated(before), after: requiredStated(after) });
  }
  const was = namesOf(before);
  const is = namesOf(after);
  if (was !== undefined && is !== undefined) return compareNames(at, was, is, sides);
  if (was === is) return;
  const kind = was === undefined ? 'type-stated' : 'type-unstated';
  const none = ({ source }: QueryParameter): Stated => ({ value: 'any value', source });
  sides.found({ kind, at, before: was?.told ?? none(before), after: is?.told ?? none(after) });
}

function requiredStated({ required, source }: QueryParameter): Stated {
  return { value: required ? 'required' : 'optional', source };
}

/** The names that a page lists for a parameter. */
function namesOf({ values, source }: QueryParameter): Names | undefined {
  return values === undefined ? undefined : { values, told: { value: values.join(', '), source, wire: ['enum'] } };
}
