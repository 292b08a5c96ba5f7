import { printable, withoutInvisible } from '../reporters/text.ts';

/** Text of several lines with everything else invisible as an escape: names come from pages, which anyone can write. */
export function printableLines(text: string): string {
  return withoutInvisible(text, (character) => (character === '\n' ? character : printable(character)));
}

/** A value as JSON for a file or a terminal: what is invisible stands as JSON's own escapes. */
export function printableJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${withoutInvisible(text, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
