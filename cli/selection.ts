import { present } from '../suites/environment.ts';
import type { Selection } from '../suites/select.ts';
import type { FilterOptions } from './options.ts';

/** The filters of the command line as the engine takes them. */
export function selectionOf(options: FilterOptions): Selection {
  return present({
    set: options.set,
    protocols: options.protocol,
    versions: options.version,
    agents: options.agent,
    operations: options.operation,
    cases: options.case,
    checks: options.check,
    level: options.level,
  });
}
