import { printable, withoutInvisible } from '../reporters/text.ts';

/** Text of several lines with everything else invisible as an escape: names come from pages, which anyone can write. */
export function printableLines(text: string): string {
  return withoutInvisible(text, (character) => (character === '\n' ? character : printable(character)));
}
