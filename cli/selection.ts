import type { Selection } from '../suites/select.ts';
import type { FilterOptions } from './options.ts';

/** The filters of the command line as the engine takes them. */
export function selectionOf(options: FilterOptions): Selection {
  return {
    ...(options.set === undefined ? {} : { set: options.set }),
    ...(options.protocol === undefined ? {} : { protocols: [...options.protocol] }),
    ...(options.version === undefined ? {} : { versions: [...options.version] }),
    ...(options.agent === undefined ? {} : { agents: [...options.agent] }),
    ...(options.operation === undefined ? {} : { operations: [...options.operation] }),
    ...(options.case === undefined ? {} : { cases: [...options.case] }),
    ...(options.check === undefined ? {} : { checks: [...options.check] }),
    ...(options.level === undefined ? {} : { level: options.level }),
  };
}
