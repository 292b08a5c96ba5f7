/**
 * JSON text in the making. What is short is made as text at once and never becomes a tree: a catalogue has half a
 * million members, and nearly all of them fill one line.
 */
export type Piece = string | Group | Lines;

/** An object or a list that is too long for a line. Labels are `"name": `; a list has none. */
interface Group {
  readonly labels?: readonly string[];
  readonly parts: readonly Piece[];
}

/** A list of the lines of a text, too long for a line. */
interface Lines {
  readonly text: string;
}

/** Longest line, indentation and label included. */
export const widest = 150;

const plain = /^[ !#-[\]-~]*$/;

/** A text as JSON has it. */
export function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The members in the order of their names in `members`; one that is undefined is not there. */
export function object(members: Readonly<Record<string, Piece | undefined>>): Piece {
  const labels: string[] = [];
  const parts: Piece[] = [];
  for (const [name, part] of Object.entries(members)) {
    if (part === undefined) continue;
    labels.push(`${quote(name)}: `);
    parts.push(part);
  }
  const short = onOneLine(parts, labels);
  return short === undefined ? { labels, parts } : `{${short}}`;
}

export function list(parts: readonly Piece[]): Piece {
  const short = onOneLine(parts);
  return short === undefined ? { parts } : `[${short}]`;
}

/** The lines of a text as a list of texts. */
export function lines(text: string): Piece {
  return text.length > widest ? { text } : list(text.split('\n').map(quote));
}

/** Undefined as soon as it is longer than any line. */
function onOneLine(parts: readonly Piece[], labels?: readonly string[]): string | undefined {
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string' || text.length + part.length > widest) return undefined;
    text += `${index === 0 ? '' : ', '}${labels?.[index] ?? ''}${part}`;
  }
  return text.length + 2 > widest ? undefined : text;
}
