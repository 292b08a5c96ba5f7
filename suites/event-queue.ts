/** Hands values from where they arise to whoever waits for them, in order. */
export interface Queue<T> {
  push(item: T): void;
  end(): void;
  fail(error: unknown): void;
  /** All that arose since the last call, waiting for at least one; undefined after the last one. */
  taken(): Promise<readonly T[] | undefined>;
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
    async taken() {
      if (waiting.length === 0 && ending === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (waiting.length > 0) {
        const batch = waiting;
        waiting = [];
        return batch;
      }
      if (ending !== undefined && 'error' in ending) throw ending.error;
      return undefined;
    },
  };
}
