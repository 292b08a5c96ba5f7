/** Plain text for people: escaping, wrapping, counting. */

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Controls (they could steer a terminal), marks of direction (they could reorder a line), lone surrogates, noncharacters. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/** Text of a target with everything invisible written as an escape; what comes out is legal XML text, too. */
export function printable(text: string): string {
  return withoutInvisible(text, (character) => named[character] ?? escaped(character));
}

export function withoutInvisible(text: string, replace: (character: string) => string): string {
  return text.replace(invisible, replace);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** What has to stand beside the address of a target wherever it is told. */
export function besideTarget({ emulator, insecure }: { readonly emulator: boolean; readonly insecure?: true }): string {
  return `${emulator ? ' (emulator)' : ''}${insecure === true ? ' (certificate not verified)' : ''}`;
}

/** What the runners of pipelines take for a command when a line begins with it; a target may have written it. */
const command = /^(?:::|##\[)/;

/**
 * Lines of at most `width` characters, broken at spaces; a longer word keeps a line of its own. No line begins with a word that a
 * runner would obey.
 */
export function wrap(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width && !command.test(word)) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, indent + line];
}

/** At most `width` characters, the end cut off and marked. */
export function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** `1 case`, `3 cases`, `1,200 cases`. */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** With a comma at each thousand. */
export function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Items under the key that each gives, in the order of first appearance. */
export function groupedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
