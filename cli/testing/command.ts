import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const built = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ended {
  /** The exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Command {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when that text has come on stdout. */
  printed(text: string): Promise<string>;
}

export interface CommandOptions {
  /** Variables besides PATH; nothing else of this process is handed on. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Starts the built command line, the same file that the package installs. */
export function start(args: readonly string[], options: CommandOptions = {}): Command {
  if (!existsSync(built)) throw new Error(`${built} is missing: run npm run build`);
  const child = spawn(process.execPath, [built, ...args], {
    // Runs are of the core set unless a test says otherwise: the whole catalogue is thousands of cases.
    env: { PATH: process.env['PATH'] ?? '', SOCONFORM_SET: 'core', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let wake: () => void = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
      wake();
    });
  });
  const printed = async (text: string): Promise<string> => {
    while (!stdout.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended without printing ${text}: ${stdout}${stderr}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return stdout;
  };
  return { process: child, ended, printed };
}

export function soconform(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}
