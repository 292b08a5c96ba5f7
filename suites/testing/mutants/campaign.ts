import type { Level } from '../../../schemas/finding.ts';
import { answer, verdictsOn } from '../canned-answer.ts';
import type { Answered } from './answers.ts';
import { shuffled } from './answers.ts';
import { equivalentTo } from './equivalent.ts';
import { jsonMutants } from './json-mutants.ts';
import { killer } from './kill.ts';
import type { Kind, Mutant, Mutation, Role } from './mutant.ts';
import { xmlMutants } from './xml-mutants.ts';

/** What became of all mutants of some answers. */
export interface Tally {
  answers: number;
  /** `json drop MUST` and so on, and `json drop equivalent`. */
  readonly counts: Map<string, number>;
  /** Kills by the check that names the place. */
  readonly kills: Map<string, number>;
  /** `rule json drop item`: survivors that a rule excuses. */
  readonly excused: Map<string, number>;
  /** What ought not to be: survivors without a rule, kills that name another place, checks that break. */
  readonly wrong: string[];
  /** Checks that say they saw something in the content of a right answer, and tell of none of its mutants. */
  readonly unproven: string[];
}

export function newTally(): Tally {
  return { answers: 0, counts: new Map(), kills: new Map(), excused: new Map(), wrong: [], unproven: [] };
}

/** They look at the status, at headers, or for another message altogether: no mutant touches those. */
const besideContent =
  /^(?:HTTP-.*|AUTH-.*|PARITY-.*|DISCOVERY-.*|REST-STATUS|REST-NO-ERROR-BODY|SOAP-STATUS|SOAP-MEDIA-TYPE)$/;

interface Node {
  readonly at: string;
  readonly role: Role;
  readonly kind: Kind;
}

/** Of each sort of node some, in no order of their own. */
export function someNodes(ofEachSort: number, most: number): <T extends Node>(nodes: readonly T[]) => readonly T[] {
  return (nodes) => {
    const sorts = new Map<string, number>();
    return shuffled(nodes, ({ at }) => at)
      .filter(({ role, kind }) => add(sorts, `${role} ${kind}`) <= ofEachSort)
      .slice(0, most);
  };
}

export const allNodes = <T>(nodes: readonly T[]): readonly T[] => nodes;

/** Judges the mutants of an answer and adds what became of them. */
export function mutate(
  { asked, text, origin }: Answered,
  tally: Tally,
  choose: <T extends Node>(nodes: readonly T[]) => readonly T[],
): void {
  const { contract, types } = asked;
  const of = contract.protocol === 'rest' ? 'json' : 'xml';
  const mediaType = of === 'json' ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8';
  const judge = killer(asked, (content) => answer(200, mediaType, content), text);
  tally.answers += 1;
  const told = new Set<string>();
  for (const mutant of mutantsOf()) {
    const fate = judge(mutant);
    const where = `${contract.id} ${origin}: ${mutant.mutation} ${mutant.role} ${mutant.kind} ${mutant.at}`;
    switch (fate.kind) {
      case 'killed':
        add(tally.kills, fate.by);
        for (const check of fate.all) told.add(check);
        if (fate.also.length > 0) tally.wrong.push(`${where} ALSO ${fate.by}: ${fate.also.slice(0, 3).join('; ')}`);
        count(mutant.mutation, fate.level);
        break;
      case 'survived': {
        const rule = equivalentTo(of, mutant);
        if (rule === undefined) {
          tally.wrong.push(`${where} survived`);
          break;
        }
        const on = rule.on.find((sort) => sort === mutant.role || sort === mutant.kind);
        add(tally.excused, `${rule.id} ${of} ${mutant.mutation} ${on}`);
        count(mutant.mutation, 'equivalent');
        break;
      }
      case 'misplaced':
        tally.wrong.push(`${where} was told elsewhere: ${fate.told.join('; ')}`);
        break;
      case 'broken':
        tally.wrong.push(`${where} broke ${fate.reason}`);
    }
  }

  for (const { check, outcome, seen } of verdictsOn(asked, answer(200, mediaType, text))) {
    if (outcome === 'pass' && seen > 0 && !told.has(check) && !besideContent.test(check)) {
      tally.unproven.push(`${check} ${contract.id} ${origin}`);
    }
  }

  function count(mutation: Mutation, became: Level | 'equivalent'): void {
    add(tally.counts, `${of} ${mutation} ${became}`);
  }

  function mutantsOf(): Iterable<Mutant> {
    if (contract.protocol === 'soap') return xmlMutants(text, contract, types, choose);
    return contract.output === 'nothing' ? [] : jsonMutants(text, contract.output.type, types, choose);
  }
}

function add(counts: Map<string, number>, key: string): number {
  const sum = (counts.get(key) ?? 0) + 1;
  counts.set(key, sum);
  return sum;
}
