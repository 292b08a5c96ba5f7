import { setFlagsFromString } from 'node:v8';

/**
 * The heap of this process may grow by so much between two collections. By itself it grows to several times of what is
 * needed, and a whole catalogue is made or judged in the memory that many machines of a pipeline have.
 */
export function growHeapBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
