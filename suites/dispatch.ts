import type { Outcome } from './login.ts';
import type { Schedule } from './schedule.ts';

export interface Actions {
  /** Sends a case. `onAnswered` may be called before it is done: from then on it only waits for late bytes. */
  send(index: number, onAnswered: (outcome: Outcome) => void): Promise<Outcome>;
  block(index: number, reason: string): void;
}

/**
 * Cases that only wait for late bytes cost no turn, but a socket each. Where more is asked at once more of them wait, for as long as
 * they are too many nothing is asked; but not as many as a quick server can answer meanwhile: what so many sockets hold costs more than
 * that brings.
 */
function mostHeld(concurrency: number): number {
  return Math.min(120, Math.max(64, 10 * concurrency));
}

/** Sends what a schedule allows, so many at once. Resolves when all is done, or at once when the signal fires. */
export function dispatch(
  schedule: Schedule,
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal },
  actions: Actions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let inFlight = 0;
    let held = 0;
    const most = mostHeld(concurrency);

    const hasTurn = (): boolean => !signal.aborted && inFlight < concurrency && held < most;
    const pump = (): void => {
      while (hasTurn()) {
        const next = schedule.next();
        if (next.kind === 'wait') break;
        if (next.kind === 'block') actions.block(next.index, next.reason);
        else launch(next.index);
      }
      if (inFlight === 0 && held === 0) resolve();
    };
    const launch = (index: number): void => {
      let isHeld = false;
      inFlight += 1;
      const onAnswered = (outcome: Outcome): void => {
        if (isHeld) return;
        isHeld = true;
        inFlight -= 1;
        held += 1;
        schedule.settle(index, outcome);
        pump();
      };
      const onDone = (outcome: Outcome): void => {
        if (isHeld) held -= 1;
        else {
          inFlight -= 1;
          schedule.settle(index, outcome);
        }
        pump();
      };
      actions.send(index, onAnswered).then(onDone).catch(reject);
    };

    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
    else pump();
  });
}
