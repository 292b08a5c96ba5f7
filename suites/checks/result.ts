import type { JsonAspect } from '../../schemas/shape-report.ts';
import type { RestContract } from '../../specs/contract.ts';
import type { Subject } from '../check.ts';
import { errorMembers, isObject } from './errors.ts';

const ofErrors: ReadonlySet<string> = new Set(errorMembers);

/** A map takes any member, and what only has those of the known error objects is one. */
function isRefusal(value: unknown): boolean {
  const names = isObject(value) ? Object.keys(value) : [];
  return names.length > 0 && names.every((name) => ofErrors.has(name));
}

const otherThings: ReadonlySet<JsonAspect> = new Set(['top-level', 'missing', 'name-case', 'type', 'item']);

/**
 * Whether an answer that should have none holds a result of the operation. An empty array counts as one, and a bare number or
 * boolean (no description and no refusal is `[]`, `7` or `true`); a bare string could be anything.
 */
export function resultIn({ reading, types }: Subject, contract: RestContract): 'result' | 'none' | 'cannot-tell' {
  const json = reading.json();
  if (!json.ok || contract.output === 'nothing' || json.value === null) return 'none';
  const { type } = contract.output;
  const kind = (type.kind === 'named' ? types.get(type.name) : type)?.kind;
  const report = reading.jsonShape();
  const isOther = report?.findings.some(({ aspect }) => otherThings.has(aspect)) ?? true;
  if (isOther || (kind === 'map' && isRefusal(json.value))) return 'none';
  const isTelling =
    kind === 'array' || kind === 'object' || typeof json.value === 'number' || typeof json.value === 'boolean';
  return isTelling ? 'result' : 'cannot-tell';
}
