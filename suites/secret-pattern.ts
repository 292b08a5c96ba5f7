/** A text in the forms in which a server may give it back. */
export function variantsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return [...new Set([secret, json, xml, encoded(secret), ...base64Cores(secret)])].filter(({ length }) => length >= 4);
}

function encoded(secret: string): string {
  return secret.replace(/[^\w.~!*'()-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  );
}

/**
 * The letters that a text has in base64, wherever it stands in what was encoded: at each of the three offsets the
 * letters at both ends depend on the neighbours and are left away.
 */
function base64Cores(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const letters = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = letters.slice(first, last);
    // Shorter ones occur by chance.
    return core.length < 6 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Finds any of the secrets, whatever mixture of JSON, XML and URL escapes its characters are written in, and in
 * base64. Undefined when there are none.
 */
export function patternOf(secrets: readonly string[]): RegExp | undefined {
  const alternatives = secrets.flatMap((secret) => [
    [...secret].map(anyForm).join(''),
    ...base64Cores(secret).map((core) => [...core].map(anyForm).join('')),
  ]);
  if (alternatives.length === 0) return undefined;
  return new RegExp([...new Set(alternatives)].toSorted((a, b) => b.length - a.length).join('|'), 'gi');
}

const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** A pattern for one character in every form it may be written in. */
function anyForm(character: string): string {
  // Nobody escapes these, and a long token consists of them.
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const forms = [
    literal(character),
    `&(?:amp;)?#0*${code};`,
    `&(?:amp;)?#x0*${code.toString(16)};`,
    units.map((unit) => `\\\\+u${unit.toString(16).padStart(4, '0')}`).join(''),
    percent(character),
    ...(named[character] === undefined ? [] : [`&(?:amp;)*${named[character]};`]),
    ...('"\\/'.includes(character) ? [`\\\\+${literal(character)}`] : []),
    ...(character === ' ' ? ['\\+'] : []),
  ];
  return `(?:${forms.join('|')})`;
}

function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%(?:25)?${byte.toString(16).padStart(2, '0')}`).join('');
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
