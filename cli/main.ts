#!/usr/bin/env node
import { debugging, failureOf } from './failure.ts';
import { main } from './program.ts';

/** `| head` closes the pipe: what cannot be written any more is not an error. */
function quietPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
process.stdout.on('error', quietPipe);
process.stderr.on('error', quietPipe);

/** The last net: an error that no command waits for is told like any other and never as a stack trace. */
function stop(error: unknown): void {
  const { code, line } = failureOf(error, debugging(process.env));
  process.stderr.write(`${line ?? ''}\n`);
  process.exit(code);
}
process.on('uncaughtException', stop);
process.on('unhandledRejection', stop);

const status = await main(process.argv.slice(2), process.env);
process.exitCode = status;
// Nothing is left to be done: a connection that a target does not let go must not keep the process.
process.stdout.write('', () => process.exit(status));
