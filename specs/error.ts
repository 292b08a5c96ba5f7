/** The exit status that an error leads to, when nothing else does. 2: the input is wrong; 3: the target cannot be reached. */
export type ErrorExit = 2 | 3;

/**
 * A problem that the user can mend. `message` says place, expectation, finding and remedy in one line;
 * it is printed as it stands, never with a stack trace.
 */
export class SoconformError extends Error {
  readonly code: `E_${string}`;
  readonly exit: ErrorExit;

  constructor(code: `E_${string}`, message: string, exit: ErrorExit = 2) {
    super(message);
    this.name = 'SoconformError';
    this.code = code;
    this.exit = exit;
  }
}
