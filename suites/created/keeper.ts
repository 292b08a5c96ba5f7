import { setTimeout as delay } from 'node:timers/promises';
import type { CaseId } from '../../fixtures/case.ts';
import type { RecordCreated } from '../../reporters/record.ts';
import { SoconformError } from '../../specs/error.ts';
import type { Subject } from '../check.ts';
import type { NoResponse, SentRequest } from '../exchange.ts';
import type { Planned } from '../plan.ts';
import { note } from './journal.ts';
import type { Journal, JournalLine } from './journal.ts';
import { answerOf, keyIn, makingOf } from './making.ts';
import { removeAll } from './remove.ts';
import type { Removing, Thing } from './remove.ts';

/** Writes down what a run makes, and removes it in the end. */
export interface Keeper {
  readonly tag: string;
  /** Before a request is sent. Undefined where it makes nothing. Throws where it cannot be written down: then it must not be sent. */
  intend(planned: Planned, request: SentRequest): Intent | undefined;
  /** What is there and can be removed. */
  removable(): number;
  /** Removes what was made, the last first; tells all that was, in the order of making. */
  end(): Promise<readonly RecordCreated[]>;
}

/** A request that is under way. */
interface Intent {
  answered(subject: Subject): void;
  unanswered(received: NoResponse): void;
}

/** An interrupted run waits so long for answers that are on their way: only they tell what has to be removed. */
const mostMs = 5_000;

/** What tells the network's own failures from those where the target may have got the request. */
const unsent: ReadonlySet<NoResponse['stage']> = new Set(['connect', 'held', 'busy']);

export interface KeeperOptions extends Removing {
  /** Takes secrets out of what the target and the network say. */
  redact(text: string): string;
}

export function createKeeper(journal: Journal, { redact, ...removing }: KeeperOptions): Keeper {
  const { tag } = journal;
  const created = new Map<CaseId, RecordCreated>();
  const open = new Map<CaseId, () => void>();
  const waiting: Promise<void>[] = [];
  /** What is known counts also where it cannot be written down. */
  const write = (line: Exclude<JournalLine, { kind: 'run' | 'intent' }>): void => {
    const told = 'reason' in line ? { ...line, reason: redact(line.reason) } : line;
    note(created, told, tag);
    journal.write(told);
  };

  /** What there is goes on being removed when the disk is full. */
  const wrote: typeof write = (line) => {
    try {
      write(line);
    } catch (error) {
      if (!(error instanceof SoconformError)) throw error;
    }
  };
  const settle = (line: Exclude<JournalLine, { kind: 'run' | 'intent' }>): void => {
    write(line);
    open.get(line.case)?.();
    open.delete(line.case);
  };
  const intent = ({ case: { id }, contract, types }: Planned, request: SentRequest): Intent | undefined => {
    const making = request.method === 'GET' ? undefined : makingOf(contract, types);
    if (making === undefined) return undefined;
    const sent = keyIn(request, making, contract, types);
    // What has a key already is changed, not made; nobody can undo that.
    if (sent === 'kept') return undefined;
    const line = { kind: 'intent', case: id, contract: contract.id, what: making.what } as const;
    journal.write(line);
    note(created, line, tag);
    waiting.push(new Promise<void>((resolve) => open.set(id, resolve)));
    const left = (reason: string): void => settle({ kind: 'unknown', case: id, reason });
    return {
      answered({ response, reading }) {
        const answer = answerOf(contract, response, reading);
        if (answer.kind === 'refused') return settle({ kind: 'nothing', case: id });
        if (answer.kind === 'unclear') return left(`whether it was made is not known: ${answer.reason}`);
        const { carrier } = making;
        if (carrier === undefined) return left('nothing says what it made, or how that is known');
        const key = Number(answer.member(carrier.key) ?? '0');
        if (!Number.isInteger(key) || key <= 0) return left(`the answer has no ${carrier.key}`);
        write({ kind: 'made', case: id, key: carrier.key, id: key });
        const name = carrier.tagged === undefined ? undefined : answer.member(carrier.tagged);
        // Never what was there before.
        if (sent === 'unread' || (carrier.argument === undefined && namesId(request, key)))
          return left('whether it is new cannot be told by the request');
        // A name that somebody bound has no tag.
        if (name !== undefined && request.body?.includes(tag) === true && !name.includes(tag))
          return left(`its ${carrier.tagged ?? ''} is not what was saved: it may be another's`);
        open.get(id)?.();
        open.delete(id);
      },
      unanswered({ stage, reason }) {
        if (unsent.has(stage)) settle({ kind: 'nothing', case: id });
        else left(`whether it was made is not known: ${reason}`);
      },
    };
  };

  const ready = (): readonly Removable[] => removableOf([...created.values()]);

  return {
    tag,
    intend: intent,
    removable: () => ready().length,
    async end() {
      if (open.size > 0) await Promise.race([Promise.all(waiting), delay(mostMs, undefined, { ref: false })]);
      await removeAll(ready(), removing, ({ case: id }, removal) => {
        if (removal.kind === 'removed') wrote({ kind: 'removed', case: id });
        else wrote({ kind: 'left', case: id, reason: removal.reason });
      });
      return [...created.values()];
    },
  };
}

export type Removable = RecordCreated & Thing;

/** What is there, is the run's own, and is known by its key. */
export function removableOf(created: readonly RecordCreated[]): readonly Removable[] {
  return created.flatMap((one) => (one.state === 'left' && one.id !== undefined ? [{ ...one, id: one.id }] : []));
}

/** Whether the request speaks of that number: what comes back under it was there before. */
function namesId({ url, body = '' }: SentRequest, id: number): boolean {
  return new RegExp(`(?<!\\d)${id}(?!\\d)`).test(`${url} ${body}`);
}
