import { CommanderError } from 'commander';
import { SoconformError } from '../specs/error.ts';

/** How an error ends a command: the exit status and the line for stderr; without a line it has been told already. */
export interface Failure {
  readonly code: number;
  readonly line?: string;
}

/** 4: the suite itself broke. */
const broke = 4;

/** One line for each error; only `debug` shows where it came from. */
export function failureOf(error: unknown, debug: boolean): Failure {
  if (error instanceof CommanderError) return usage(error);
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  if (error instanceof SoconformError) {
    return { code: error.exit, line: `${oneLine(`${error.code} ${error.message}`)}${stack}` };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = debug ? '' : ' (SOCONFORM_DEBUG=1 shows where)';
  return { code: broke, line: `${oneLine(`E_BROKEN soconform itself failed: ${message}${hint}`)}${stack}` };
}

/** `--help` and `--version` end as errors, too. Commander writes a suggestion on a line of its own. */
function usage(error: CommanderError): Failure {
  if (error.exitCode === 0) return { code: 0 };
  if (error.code === 'commander.help') return { code: 2 };
  return { code: 2, line: `E_USAGE ${oneLine(error.message.replace(/^error: /, ''))}` };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether errors show where they came from. */
export function debugging(environment: Readonly<Record<string, string | undefined>>): boolean {
  return (environment['SOCONFORM_DEBUG'] ?? '') !== '';
}
