import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * The heap of this process may grow by so much between two collections. By itself it grows to several times of what is
 * needed, and a whole catalogue is made or judged in the memory that many machines of a pipeline have.
 */
export function growHeapBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

/**
 * Where two processors have all the work, what the engine compiles beside us is time that we wait: functions are compiled with
 * a quarter of what would otherwise be compiled into them. Where there are more, compiling costs us nothing, and such functions are
 * the slower ones: nothing is changed there.
 */
export function compileLess(): void {
  if (availableParallelism() <= 2) setFlagsFromString('--max-inlined-bytecode-size-cumulative=200');
}
