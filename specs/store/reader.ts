import { SoconformError } from '../error.ts';

/** A value of a file with the place it stands at, read member by member: what is not as expected names that place. */
export interface Reader {
  readonly file: string;
  readonly value: unknown;
  member(name: string): Reader;
  find(name: string): Reader | undefined;
  /**
   * `member(name).text()` and `find(name)?.text()` without a reader for what is as expected: a catalogue has hundreds of
   * thousands of texts.
   */
  textOf(name: string): string;
  maybeText(name: string): string | undefined;
  maybeBoolean(name: string): boolean | undefined;
  /** A list of texts. */
  texts(): readonly string[];
  text(): string;
  number(): number;
  boolean(): boolean;
  items(): readonly Reader[];
  /** Decodes one item after the other, so that thousands of readers are not there at once. */
  each<T>(decode: (item: Reader) => T): readonly T[];
  record(): Readonly<Record<string, unknown>>;
  /** Throws `SoconformError` (E_CATALOGUE). */
  wrong(expected: string): never;
}

export function reader(file: string, value: unknown, at = ''): Reader {
  const wrong = (expected: string): never => {
    const found = JSON.stringify(value) ?? 'nothing';
    const place = at === '' ? file : `${file} at ${at.slice(1)}`;
    throw new SoconformError(
      'E_CATALOGUE',
      `${place}: expected ${expected}, found ${found.length > 80 ? `${found.slice(0, 77)}...` : found}; extract the catalogue again`,
    );
  };
  const record = (): Readonly<Record<string, unknown>> => (isRecord(value) ? value : wrong('an object'));
  const itemsOf = <T>(decode: (item: Reader) => T): readonly T[] =>
    Array.isArray(value)
      ? value.map((item: unknown, index) => decode(reader(file, item, `${at}[${index}]`)))
      : wrong('a list');
  return {
    file,
    value,
    record,
    wrong,
    member: (name) => reader(file, record()[name], `${at}.${name}`),
    find: (name) => {
      const member = record()[name];
      return member === undefined ? undefined : reader(file, member, `${at}.${name}`);
    },
    textOf: (name) => {
      const member = record()[name];
      return typeof member === 'string' ? member : reader(file, member, `${at}.${name}`).text();
    },
    maybeText: (name) => {
      const member = record()[name];
      if (member === undefined || typeof member === 'string') return member;
      return reader(file, member, `${at}.${name}`).text();
    },
    maybeBoolean: (name) => {
      const member = record()[name];
      if (member === undefined || typeof member === 'boolean') return member;
      return reader(file, member, `${at}.${name}`).boolean();
    },
    texts: () => (isTexts(value) ? value : itemsOf((item) => item.text())),
    text: () => (typeof value === 'string' ? value : wrong('a text')),
    number: () => (typeof value === 'number' ? value : wrong('a number')),
    boolean: () => (typeof value === 'boolean' ? value : wrong('true or false')),
    items: () => itemsOf((item) => item),
    each: itemsOf,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The items of a list; none where there is no list at all. */
export function list(at: Reader | undefined): readonly Reader[] {
  return at?.items() ?? [];
}

export function oneOf<T extends string>(at: Reader, values: readonly T[]): T {
  return values.find((value) => value === at.value) ?? at.wrong(`one of ${values.join(', ')}`);
}

/** The member only where it has a value: absent and undefined are two things to the types. */
export function optional<N extends string, T>(name: N, value: T | undefined): { readonly [key in N]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in N]: T });
}
