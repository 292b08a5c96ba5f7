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
  const findings: Finding[] = [];
  let seen = 0;
  if (output !== 'nothing') look(result, output.type, selectionOf(asked.request.path), 'body');
  return { findings, seen };

  function look(value: unknown, ref: TypeRef, paths: readonly Path[], at: string): void {
    const type = resolveType(types, ref);
    if (Array.isArray(value)) {
      if (type.kind !== 'array') return;
      const item = 'item' in type ? type.item.type : type.items;
      value.forEach((one: unknown, index) => look(one, item, paths, `${at}[${index}]`));
    }
    if (!isObject(value) || type.kind !== 'object') return;
    const fields = 'name' in type ? allFields(types, type) : type.fields;
    const kinds = new Map(fields.map((field) => [field.name, field.type]));
    for (const [name, member] of Object.entries(value)) {
      const own = kinds.get(name);
      if (own === undefined) continue;
      const within = paths.filter(([first]) => first === fold(name)).map(([, ...rest]) => rest);
      if (within.length === 0) judgeNothing(member, own, `${at}.${name}`);
      else if (within.every((path) => path.length > 0)) look(member, own, within, `${at}.${name}`);
    }
  }

  function judgeNothing(value: unknown, ref: TypeRef, at: string): void {
    // Which name of an enum is its zero, no source says.
    if (['enum', 'flags'].includes(resolveType(types, ref).kind)) return;
    seen += 1;
    if (!saysNothing(value)) findings.push(finding(at, 'null, or zero', shown(value)));
  }
}

/** The steps to what is selected: `b/c` is the member c of the carrier b. */
type Path = readonly string[];

function selectionOf(path: string): readonly Path[] {
  const names = (/[?&]\$select=([^&]*)/.exec(path)?.[1] ?? '').split(',');
  return names.map((name) => name.split('/').map(fold));
}

/** Whether numbers and dates that are not selected are null or zero is not said: both are right. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === 0 || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return typeof value === 'string' && /^(?:0001-01-01T00:00:00(?:\.0+)?(?:Z|\+00:00)?|[-0:. ]*)$/.test(value);
}
