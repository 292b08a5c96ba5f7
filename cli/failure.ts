import { CommanderError } from 'commander';
import { SoconformError } from '../specs/error.ts';

/** 4: the suite itself broke. */
const broke = 4;

/**
 * Tells an error on one line of stderr and gives the exit status. Only `SOCONFORM_DEBUG` shows a stack trace.
 */
export function failed(error: unknown, environment: NodeJS.ProcessEnv): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const debug = (environment['SOCONFORM_DEBUG'] ?? '') !== '';
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  process.stderr.write(`${lineOf(error, debug)}${stack}\n`);
  if (error instanceof CommanderError) return 2;
  return error instanceof SoconformError ? error.exit : broke;
}

function lineOf(error: unknown, debug: boolean): string {
  if (error instanceof CommanderError) return `E_USAGE ${usage(error)}`;
  if (error instanceof SoconformError)
    return oneLine(error.message.startsWith(error.code) ? error.message : `${error.code} ${error.message}`);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = debug ? '' : ' (SOCONFORM_DEBUG=1 shows where)';
  return oneLine(`E_BROKEN soconform itself failed: ${message}${hint}`);
}

/** Commander writes `error: …` and its suggestion on a second line. */
function usage(error: CommanderError): string {
  return oneLine(error.message.replace(/^error: /, ''));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
