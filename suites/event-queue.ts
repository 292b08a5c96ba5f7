/** Hands values from where they arise to whoever waits for them, in order. */
export interface Queue<T> {
  push(item: T): void;
  end(): void;
  fail(error: unknown): void;
  items(): AsyncGenerator<T, void, undefined>;
}

export function createQueue<T>(): Queue<T> {
  let waiting: T[] = [];
  let ending: { readonly error?: unknown } | undefined;
  let wake: (() => void) | undefined;
  const signal = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    push(item) {
      waiting.push(item);
      signal();
    },
    end() {
      ending ??= {};
      signal();
    },
    fail(error) {
      ending ??= { error };
      signal();
    },
    async *items() {
      for (;;) {
        const batch = waiting;
        waiting = [];
        yield* batch;
        if (waiting.length > 0) continue;
        if (ending !== undefined) {
          if ('error' in ending) throw ending.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
