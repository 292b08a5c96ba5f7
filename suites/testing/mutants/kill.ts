import type { RecordFinding, RecordVerdict } from '../../../reporters/record.ts';
import type { Level } from '../../../schemas/finding.ts';
import { isVoid } from '../../../specs/contract.ts';
import type { Subject } from '../../check.ts';
import type { WireResponse } from '../../exchange.ts';
import type { Planned } from '../../plan.ts';
import { subjectOf, verdictsOf, verdictsOn } from '../canned-answer.ts';
import type { Mutant } from './mutant.ts';

/** What the checks made of a mutant. */
export type Fate =
  /** The checks that name the changed place, the first of them with the highest level. */
  | {
      readonly kind: 'killed';
      readonly by: string;
      readonly level: Level;
      readonly all: readonly string[];
      readonly also: readonly string[];
    }
  /** Something was found, but not where the change is. */
  | { readonly kind: 'misplaced'; readonly told: readonly string[] }
  | { readonly kind: 'survived' }
  | { readonly kind: 'broken'; readonly reason: string };

const levels: readonly Level[] = ['MUST', 'SHOULD', 'OBSERVE'];

/** Judges mutants of one healthy answer: what was found in that is not held against them. */
export function killer(
  asked: Planned,
  respond: (text: string) => WireResponse,
  healthy: string,
): (mutant: Mutant) => Fate {
  const before = new Set(told(verdictsOn(asked, respond(healthy))).map(keyOf));
  const anywhere = new Set([...before].map(withoutIndices));
  return (mutant) => {
    const subject = subjectOf(asked, respond(mutant.text));
    const verdicts = verdictsOf(asked, subject);
    const broken = verdicts.find(({ outcome }) => outcome === 'broken');
    if (broken !== undefined) return { kind: 'broken', reason: `${broken.check}: ${broken.reason}` };
    const lost = untold(subject, verdicts);
    if (lost.length > 0) return { kind: 'broken', reason: `no check tells ${lost.join('; ')}` };
    const changed = told(verdicts).filter((one) => !before.has(keyOf(one)));
    const right = changed.filter(({ finding }) => mutant.isPlace(finding.at));
    // An item that moved or is there twice takes along what was wrong with it before.
    const fresh = changed.filter((one) => right.includes(one) || !anywhere.has(withoutIndices(keyOf(one))));
    for (const level of levels) {
      const kill = right.find(({ finding }) => finding.level === level);
      if (kill !== undefined)
        return {
          kind: 'killed',
          by: kill.check,
          level,
          all: fresh.map(({ check }) => check),
          also: fresh.filter((one) => !right.includes(one)).map(keyOf),
        };
    }
    return fresh.length === 0 ? { kind: 'survived' } : { kind: 'misplaced', told: fresh.slice(0, 3).map(keyOf) };
  };
}

/** What the judge of shapes found and no check took up, where none was blocked. A void answer is judged in its own way. */
function untold(subject: Subject, verdicts: readonly RecordVerdict[]): readonly string[] {
  if (isVoid(subject.contract) || verdicts.some(({ outcome }) => outcome === 'blocked')) return [];
  const { reading, contract } = subject;
  const report = contract.protocol === 'rest' ? reading.jsonShape() : reading.soapShape();
  const taken = new Set(told(verdicts).map(({ finding }) => `${finding.at}: ${finding.expected}`));
  const isWhole = verdicts.every(({ reason }) => reason === undefined);
  if (!isWhole) return [];
  return (report?.findings ?? []).flatMap(({ at, expected, aspect }) =>
    taken.has(`${at}: ${expected}`) ? [] : [`${aspect} ${at}`],
  );
}

interface Told {
  readonly check: string;
  readonly finding: RecordFinding;
}

function told(verdicts: readonly RecordVerdict[]): readonly Told[] {
  return verdicts.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding })));
}

const withoutIndices = (key: string): string => key.replace(/\[\d+\]/g, '[]');

function keyOf({ check, finding }: Told): string {
  return `${check} ${finding.at}: ${finding.expected} / ${finding.received}`;
}
