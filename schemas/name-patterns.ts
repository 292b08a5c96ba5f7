/**
 * Patterns of what an enum and a flags enum accept, the same rules as `json-enums.ts`: documented names as
 * they are spelt, any other name that is not one of them in another case, and no empty name.
 */

/** Matches a documented name, and what is none in any case of letters, lists of names among it; not the empty text. */
export function enumPattern(names: readonly string[]): string {
  return `^(?:(?:${names.map(escape).join('|')})$|(?!(?:${names.map(anyCase).join('|')})?$))`;
}

/** Matches a comma list of names, or nothing at all. */
export function flagsPattern(names: readonly string[]): string {
  const right = `\\s*(?:${names.map(escape).join('|')})\\s*`;
  const wrong = `\\s*(?:${names.map(anyCase).join('|')})?\\s*(?:,|$)`;
  const item = `(?:${right}|(?!${wrong})[^,]*)`;
  return `^(?:${item}(?:,${item})*)?$`;
}

function anyCase(name: string): string {
  return Array.from(name, (character) =>
    /[A-Za-z]/.test(character) ? `[${character.toUpperCase()}${character.toLowerCase()}]` : escape(character),
  ).join('');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
