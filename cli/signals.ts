export type Signal = 'SIGINT' | 'SIGTERM';

/** 128 and the number of the signal, as shells have it. */
export const signalExit: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 };

export interface Signals {
  /** Aborted at the first signal. */
  readonly abort: AbortSignal;
  received(): Signal | undefined;
  /** Resolves at the first signal. */
  readonly first: Promise<Signal>;
  /** Leaves the signals to Node again. */
  end(): void;
}

/** The first SIGINT or SIGTERM asks for an orderly end, a second one ends the process at once. */
export function watchSignals(): Signals {
  const controller = new AbortController();
  let received: Signal | undefined;
  let tell: (signal: Signal) => void = () => {};
  const first = new Promise<Signal>((resolve) => (tell = resolve));
  const on = (signal: Signal): void => {
    if (received !== undefined) process.exit(signalExit[signal]);
    received = signal;
    controller.abort();
    tell(signal);
  };
  process.on('SIGINT', on);
  process.on('SIGTERM', on);
  return {
    abort: controller.signal,
    received: () => received,
    first,
    end: () => {
      process.off('SIGINT', on);
      process.off('SIGTERM', on);
    },
  };
}
