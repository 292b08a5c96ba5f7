import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { effects } from '../specs/contract.ts';
import { bounds } from '../suites/environment.ts';

/** Gathers an option that may be given several times, each time with a comma list; `{a,b}` of a glob stays whole. */
export function list(value: string, before: readonly string[] = []): readonly string[] {
  const names = value
    .split(/,(?![^{]*\})/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('Expected a name or a comma list.');
  return [...before, ...names];
}

/** A text that is there: an empty one comes from a variable that is not set, and would mean something else. */
export function text(value: string): string {
  if (value.trim() === '')
    throw new InvalidArgumentError('Expected a text, found an empty one: is a variable not set?');
  return value;
}

/** Gathers an option that may be given several times. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, text(value)];
}

/** A whole number between two bounds. */
export function whole(least: number, greatest: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= greatest) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${greatest}.`);
  };
}

/** Gathers whole numbers that are given as a comma list, and several times. */
export function wholes(value: string, before: readonly number[] = []): readonly number[] {
  return [...before, ...list(value).map(whole(...bounds.seed))];
}

/** What selects contracts and cases: the same on every command that has a selection. */
export interface FilterOptions {
  readonly set?: string;
  readonly catalogue?: string;
  readonly protocol?: readonly string[];
  readonly version?: readonly string[];
  readonly agent?: readonly string[];
  readonly operation?: readonly string[];
  readonly case?: readonly string[];
  readonly check?: readonly string[];
  readonly level?: 'must' | 'should';
  readonly seed?: number;
}

export function addFilters(command: Command): Command {
  return command
    .option('--set <name>', 'a named set of operations: core is the five seed operations', text)
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)', text)
    .option('--protocol <list>', 'rest, soap', list)
    .option('--version <list>', 'v1, Services86, ...', list)
    .option('--agent <list>', 'agents: EMail, Messaging, ...', list)
    .option('--operation <list>', 'operations: EMail.SendEMails, Messaging.*', list)
    .option('--case <list>', 'case ids, as `soconform list cases` prints them', list)
    .option('--check <list>', 'check ids, as `soconform list checks` prints them', list)
    .addOption(
      new Option('--level <level>', 'must: only checks of that level; should: those of MUST and SHOULD').choices([
        'must',
        'should',
      ]),
    )
    .option(
      '--seed <n>',
      'seed of generated values; the same seed gives the same bytes (default: 1)',
      whole(...bounds.seed),
    );
}

/** Who is asked, what it may be asked, and how long is waited. */
export function addWhom(command: Command, standard: string): Command {
  return command
    .option('--config <file>', 'a config file (default: soconform.config.ts, .js or .json in this folder)', text)
    .option('--profile <name>', 'a profile of the config file', text)
    .option('--target <url>', `base address of the target (default: ${standard})`, text)
    .addOption(
      new Option(
        '--allow <effect>',
        'the most that a request may do to a target that is no emulator (default: read)',
      ).choices(effects),
    )
    .option('--wait-for <s>', 'seconds to wait for the target to be there (default: 0)', whole(...bounds.waitFor))
    .option('--insecure', 'do not verify the certificate of the target; every report says so')
    .option('--deadline <ms>', 'time for an answer to be complete (default: 30000)', whole(...bounds.deadline))
    .option('--grace <ms>', 'how long to wait for bytes after a 204 (default: 100)', whole(...bounds.grace));
}

/** What a run must come up to besides the documentation. */
export function addDemands(command: Command): Command {
  return command
    .option('--strict', 'a SHOULD that fails is an error, too')
    .option(
      '--min-evidence <percent>',
      'of the members that answers could have had, so many must have had a value',
      whole(...bounds.minEvidence),
    )
    .option(
      '--min-coverage <percent>',
      'of the operations, on each protocol and version, so many must have given a result',
      whole(...bounds.minCoverage),
    );
}

/** The flags of `addDemands`. */
export interface DemandOptions {
  readonly strict?: true;
  readonly minEvidence?: number;
  readonly minCoverage?: number;
}

export const filterHelp = `
Filters are globs over the whole of a name, in any case of letters. They may be
given several times and as comma lists; several of one kind are OR, kinds are
AND. A filter that matches nothing is an error.`;
