import { printable, shortened } from '../text.ts';

/**
 * Text of a target as a code span: no mark, link, mention or element in it means anything. The fence is longer than
 * any run of backticks inside.
 */
export function code(text: string, limit = 300): string {
  const shown = shortened(printable(text), limit);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  if (shown === '') return '` `';
  // One space at either end is taken away again by whoever reads it.
  const pad = /^[ `]|[ `]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A code span in a row of a table: there a bar ends the cell, even inside of code. */
export function cell(text: string, limit = 120): string {
  return code(text, limit).replaceAll('|', '\\|');
}

/** A block of code, whatever fences are inside. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
