import { number } from '../reporters/text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether what goes to a stream is coloured: NO_COLOR, then FORCE_COLOR, then whether it is a terminal. */
export function coloured(stream: { readonly isTTY?: boolean }, environment: Environment): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/** The columns of a stream; 80 when it is no terminal, or one that does not know its own width. */
export function widthOf({ columns: given = 0 }: { readonly columns?: number }): number {
  return given === 0 ? 80 : Math.min(120, Math.max(60, given));
}

/** Rows in columns, each as wide as its widest cell; the last is not padded. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

export interface Progress {
  step(label: string): void;
  /** Takes the line away. */
  end(): void;
}

/** One line on a terminal that is written again at every step, and nothing anywhere else. */
export function progressOn(
  stream: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  total: number,
  environment: Environment,
  now: () => number,
): Progress {
  if (stream.isTTY !== true || environment['TERM'] === 'dumb') return { step: () => {}, end: () => {} };
  let done = 0;
  let shown = 0;
  return {
    step: (label) => {
      done += 1;
      if (now() - shown < 50) return;
      shown = now();
      const line = `${number(done)}/${number(total)}  ${label}`;
      stream.write(`\r\u001b[K${line.slice(0, widthOf(stream) - 1)}`);
    },
    end: () => {
      stream.write('\r\u001b[K');
    },
  };
}
