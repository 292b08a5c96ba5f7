import { availableParallelism } from 'node:os';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/**
 * The heap of this process may grow by so much between two collections. By itself it grows to several times of what is
 * needed, and a whole catalogue is made or judged in the memory that many machines of a pipeline have.
 */
export function growHeapBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

/**
 * What is young gets all the room that it may have with the first growth, and not after four: it is collected less often while most of what it
 * holds is needed. Setting its size itself takes effect in the next process only.
 */
export function growYoungAtOnce(): void {
  setFlagsFromString('--semi-space-growth-factor=16');
}

/**
 * From now on the heap of this thread is collected when it has grown to some so many MB (2^20 bytes). One that grows by a share of what it
 * holds is collected as often while it holds little, and the room that it may take in the end is not used until then. Gives what ends this.
 */
export function collectAt(mb: number): () => void {
  let before: number | undefined;
  const grow = (): void => {
    const held = getHeapStatistics().used_heap_size / 2 ** 20;
    // The share counts from the next collection on, and by then the heap holds more.
    const next = held + (before === undefined ? held / 8 : Math.max(0, held - before));
    before = held;
    const room = Math.min(mostPercent, Math.max(leastPercent, 100 * (mb / next - 1)));
    growHeapBy(held > mb ? usualPercent : Math.round(room));
  };
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => isMajor(entry))) grow();
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

/** A heap that holds nearly as much as it may is not collected all the time, and one that holds more anyway seldom enough. */
const leastPercent = 25;
export const usualPercent = 45;
/** The share counts for what the next collection finds: more than was thought, when an answer of some MB was read in between. */
const mostPercent = 100;

function isMajor(entry: object): boolean {
  const { detail } = entry as { readonly detail?: { readonly kind: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

/**
 * Where two processors have all the work, what the engine compiles beside us is time that we wait: functions are compiled with
 * a quarter of what would otherwise be compiled into them. Where there are more, compiling costs us nothing, and such functions are
 * the slower ones: nothing is changed there.
 */
export function compileLess(): void {
  if (availableParallelism() <= 2) setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
}
