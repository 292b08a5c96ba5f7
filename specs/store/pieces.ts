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

const names = new Map<string, string>();

/** The same for the name of a member or a type: a catalogue has a few thousand, each of them hundreds of times. */
export function quoteName(name: string): string {
  const before = names.get(name);
  if (before !== undefined) return before;
  const made = quote(name);
  if (names.size > 20_000) names.clear();
  names.set(name, made);
  return made;
}

/** The members in the order of their names in `members`; one that is undefined is not there. */
export function object(members: Readonly<Record<string, Piece | undefined>>): Piece {
  let text = '';
  for (const name in members) {
    const part = members[name];
    if (part === undefined) continue;
    if (typeof part !== 'string' || text.length + part.length > widest) return group(members);
    text += text === '' ? label(name) + part : `, ${label(name)}${part}`;
  }
  return text.length + 2 > widest ? group(members) : `{${text}}`;
}

function group(members: Readonly<Record<string, Piece | undefined>>): Group {
  const labels: string[] = [];
  const parts: Piece[] = [];
  for (const name in members) {
    const part = members[name];
    if (part === undefined) continue;
    labels.push(label(name));
    parts.push(part);
  }
  return { labels, parts };
}

const known = new Map<string, string>();

/** The name of a member as it stands before its value. The same few names stand there over and over. */
function label(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const made = `${quote(name)}: `;
  if (known.size < 1000) known.set(name, made);
  return made;
}

export function list(parts: readonly Piece[]): Piece {
  let text = '';
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (typeof part !== 'string' || text.length + part.length > widest) return { parts };
    text += index === 0 ? part : `, ${part}`;
  }
  return text.length + 2 > widest ? { parts } : `[${text}]`;
}

/** The lines of a text as a list of texts. */
export function lines(text: string): Piece {
  return text.length > widest ? { text } : list(text.split('\n').map(quote));
}
