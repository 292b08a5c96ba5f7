import { fold } from '../../schemas/names.ts';
import { resolveType } from '../../schemas/types.ts';
import { shown } from '../../schemas/shape-report.ts';
import type { Finding } from '../../schemas/finding.ts';
import { allFields } from '../../schemas/types.ts';
import type { RestContract, TypeRef } from '../../specs/contract.ts';
import type { Subject } from '../check.ts';
import { isObject } from './errors.ts';
import { finding } from './finding.ts';

/** What of a result is not selected and says something all the same, and how many members were looked at. */
export function unselected(
  result: unknown,
  { case: asked, types }: Subject,
  { output }: RestContract,
): { readonly findings: readonly Finding[]; readonly seen: number } {
  const selected = new Set(selectionOf(asked.request.path).map(fold));
  const carriers = Array.isArray(result)
    ? result.map((item: unknown, index) => [`body[${index}]`, item] as const)
    : [['body', result] as const];
  const kinds = output === 'nothing' ? new Map<string, string>() : kindsOf(output.type);
  const findings: Finding[] = [];
  let seen = 0;
  for (const [at, carrier] of carriers) {
    if (!isObject(carrier)) continue;
    for (const [name, value] of Object.entries(carrier)) {
      // Which name of an enum is its zero, no source says.
      if (selected.has(fold(name)) || kinds.get(name) === 'enum' || !kinds.has(name)) continue;
      seen += 1;
      if (!saysNothing(value)) findings.push(finding(`${at}.${name}`, 'null, or zero', shown(value)));
    }
  }
  return { findings, seen };

  function kindsOf(ref: TypeRef): ReadonlyMap<string, string> {
    const type = resolveType(types, ref);
    if (type.kind === 'array') return kindsOf('item' in type ? type.item.type : type.items);
    if (type.kind !== 'object') return new Map();
    const fields = 'name' in type ? allFields(types, type) : type.fields;
    return new Map(fields.map((field) => [field.name, kindOf(resolveType(types, field.type).kind)]));
  }
}

const kindOf = (kind: string): string => (kind === 'flags' ? 'enum' : kind);

function selectionOf(path: string): readonly string[] {
  return (/[?&]\$select=([^&]*)/.exec(path)?.[1] ?? '').split(',');
}

/** Whether numbers and dates that are not selected are null or zero is not said: both are right. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === 0 || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return typeof value === 'string' && /^(?:0001-01-01T00:00:00(?:\.0+)?(?:Z|\+00:00)?|[-0:. ]*)$/.test(value);
}
