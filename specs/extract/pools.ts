import type { NamedType } from '../contract.ts';
import type { Problem } from './problem.ts';
import type { Pool, Twin } from './twin.ts';
import type { Wsdl } from './wsdl.ts';

/** All WSDL files given, by generation. */
export interface Pools {
  /** Newest first. */
  readonly versions: readonly string[];
  version(version: string): Pool;
  service(version: string, agent: string): Wsdl | undefined;
  services(): Iterable<Wsdl>;
  /** The operation in the newest generation that has it. */
  twin(agent: string, operation: string): Twin | undefined;
}

/** A type name has one definition per generation, in all its services; another one is a problem. */
export function pools(files: Iterable<Wsdl>, problems: Problem[]): Pools {
  const types = new Map<string, Map<string, NamedType>>();
  const services = new Map<string, Wsdl>();
  for (const wsdl of files) {
    const key = `${wsdl.version}/${wsdl.agent}`;
    // The same service may be given twice, as a page and as a file: the first one is kept, and both must agree.
    if (!services.has(key)) services.set(key, wsdl);
    const pool = types.get(wsdl.version) ?? new Map<string, NamedType>();
    types.set(wsdl.version, pool);
    for (const [name, type] of wsdl.types) {
      const known = pool.get(name);
      if (!known) pool.set(name, type);
      else if (!sameDefinition(known, type)) {
        const { page, line = 1 } = type.source;
        problems.push({
          kind: 'broken',
          rule: 'TYPE-REPEATED',
          page,
          line,
          expected: `type "${name}" as in ${known.source.page}:${known.source.line ?? 1}`,
          found: 'another definition',
        });
      }
    }
  }
  const versions = newestFirst(types.keys());
  const nothing: Pool = new Map();
  return {
    versions,
    version: (version) => types.get(version) ?? nothing,
    service: (version, agent) => services.get(`${version}/${agent}`),
    services: () => services.values(),
    twin: (agent, operation) => {
      for (const version of versions) {
        const stated = services.get(`${version}/${agent}`)?.operations.get(operation);
        if (stated) return { version, operation: stated, pool: types.get(version) ?? nothing, isShown: false };
      }
      return undefined;
    },
  };
}

/** Newest first. */
export function newestFirst<T extends string>(versions: Iterable<T>): T[] {
  return [...versions].sort((left, right) => number(right) - number(left));
}

function number(version: string): number {
  return Number(/\d+/.exec(version)?.[0] ?? 0);
}

/** Whether two definitions are equal but for the places that they were read from. */
function sameDefinition(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameDefinition(item, right[index]));
  }
  const [one, other] = [left, right] as Readonly<Record<string, unknown>>[];
  let count = 0;
  for (const name in one) {
    count += 1;
    if (name !== 'source' && !sameDefinition(one[name], other?.[name])) return false;
  }
  for (const _ in other) count -= 1;
  return count === 0;
}
