import type { Contract, Dispute, Evidence, Source } from '../contract.ts';
import type { Errata } from '../extract/errata.ts';
import type { Problem } from '../extract/problem.ts';
import type { Defect, DefectPlace, DefectReport } from './defect.ts';
import { defectRules, disputeRule } from './rules.ts';

type Found = Omit<Defect, 'level'>;

/** Every erratum that was applied, every dispute, and every page that is no contract, each once. */
export function defectReport(
  contracts: readonly Contract[],
  problems: readonly Problem[],
  errata: Errata,
): DefectReport {
  const rules = defectRules(errata);
  const levels = new Map(rules.map(({ id, level }) => [id, level]));
  const reasons = new Map(Object.values(errata).map(({ id, reason }) => [id, reason]));
  const counts = new Map(rules.map(({ id }) => [id, 0]));
  const defects: Defect[] = [];
  const first = new Map<string, string[]>();
  const take = (found: Found): void => {
    // A sample that several pages include has its defects once, and concerns all of their contracts.
    const key = [found.page, found.line, found.rule, found.message].join('\n');
    const known = first.get(key);
    if (known) {
      for (const contract of found.contracts) if (!known.includes(contract)) known.push(contract);
      return;
    }
    const concerned = [...found.contracts];
    first.set(key, concerned);
    counts.set(found.rule, (counts.get(found.rule) ?? 0) + 1);
    defects.push({ ...found, contracts: concerned, level: levels.get(found.rule) ?? 'warning' });
  };
  for (const problem of problems) ofProblem(problem).forEach(take);
  for (const contract of contracts) {
    for (const { id, source } of contract.errata) {
      take({ rule: id, ...placeOf(source), message: reasons.get(id) ?? id, contracts: [contract.id], related: [] });
    }
    for (const dispute of contract.disputes) take(ofDispute(contract.id, dispute));
  }
  return { rules, defects: defects.sort(byPlace), counts };
}

/** A file that pages include has its problem once; each of the pages has one of its own, for the line that includes it. */
function ofProblem({ rule, page, line, expected, found, of }: Problem): Found[] {
  const message = `Expected ${expected}, found ${found}.`;
  const own: Found = { rule, page, line, message, contracts: [], related: [] };
  if (!of) return [own];
  const related = [{ page, line, message }];
  const told = `The page is no contract: it includes ${page}, which is broken in line ${line}.`;
  return [own, { rule: 'PAGE-INCLUDE', ...of, message: told, contracts: [], related }];
}

const named: Readonly<Record<Evidence, string>> = {
  erratum: 'the erratum',
  wsdl: 'the WSDL',
  swagger: 'the Swagger file',
  table: 'the table',
  sample: 'the sample',
  twin: 'the WSDL of the same operation',
};

/** What is no type, as a sentence says it. */
const said: Readonly<Record<string, string>> = {
  unknown: 'does not say what it is',
  nothing: 'shows nothing',
  'a body': 'shows a body',
  listed: 'lists it',
  'not listed': 'does not list it',
  shown: 'shows it',
  'not shown': 'does not show it',
};

function statement({ value, source }: Dispute['chosen']): string {
  return `${named[source.evidence]} ${Object.hasOwn(said, value) ? said[value] : `says ${value}`}`;
}

/** It stands where the value is that the contract does not take. */
function ofDispute(contract: string, dispute: Dispute): Found {
  const { at, chosen, rejected } = dispute;
  const [member = at] = at.split('/');
  const taken = placeOf(chosen.source);
  const message = `${member} of ${contract}: ${statement(rejected)}; ${statement(chosen)} (${taken.page}:${taken.line}), which the contract follows.`;
  const related = [{ ...taken, message: `Here ${statement(chosen)}.` }];
  return { rule: disputeRule(dispute), ...placeOf(rejected.source), message, contracts: [contract], related };
}

function placeOf({ page, line = 1 }: Source): DefectPlace {
  return { page, line };
}

function byPlace(left: Defect, right: Defect): number {
  return (
    compare(left.page, right.page) ||
    left.line - right.line ||
    compare(left.rule, right.rule) ||
    compare(left.message, right.message)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
