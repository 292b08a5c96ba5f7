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

/** Where a reader stands: below another one, or at the top of a file. */
interface Placed extends Reader {
  readonly outer: Placed | undefined;
  /** Name of a member or index of an item. */
  readonly step: string | number;
}

/** What a reader does, once for all of them: there are hundreds of thousands, and functions of its own would be most of each. */
const reading: Omit<Reader, 'file' | 'value'> & ThisType<Placed> = {
  record() {
    return isRecord(this.value) ? this.value : this.wrong('an object');
  },
  member(name) {
    return placed(this.file, this.record()[name], this, name);
  },
  find(name) {
    return this.record()[name] === undefined ? undefined : this.member(name);
  },
  textOf(name) {
    const member = this.record()[name];
    return typeof member === 'string' ? member : this.member(name).text();
  },
  maybeText(name) {
    const member = this.record()[name];
    return member === undefined || typeof member === 'string' ? member : this.member(name).text();
  },
  maybeBoolean(name) {
    const member = this.record()[name];
    return member === undefined || typeof member === 'boolean' ? member : this.member(name).boolean();
  },
  texts() {
    return isTexts(this.value) ? this.value : this.each((item) => item.text());
  },
  text() {
    return typeof this.value === 'string' ? this.value : this.wrong('a text');
  },
  number() {
    return typeof this.value === 'number' ? this.value : this.wrong('a number');
  },
  boolean() {
    return typeof this.value === 'boolean' ? this.value : this.wrong('true or false');
  },
  items() {
    return this.each((item) => item);
  },
  each(decode) {
    const { file, value } = this;
    if (!Array.isArray(value)) return this.wrong('a list');
    return value.map((item: unknown, index) => decode(placed(file, item, this, index)));
  },
  wrong(expected) {
    const at = placeOf(this);
    const found = JSON.stringify(this.value) ?? 'nothing';
    const place = at === '' ? this.file : `${this.file} at ${at.slice(1)}`;
    throw new SoconformError(
      'E_CATALOGUE',
      `${place}: expected ${expected}, found ${found.length > 80 ? `${found.slice(0, 77)}...` : found}; extract the catalogue again`,
    );
  },
};

export function reader(file: string, value: unknown): Reader {
  return placed(file, value, undefined, '');
}

function placed(file: string, value: unknown, outer: Placed | undefined, step: string | number): Placed {
  return Object.assign(Object.create(reading) as typeof reading, { file, value, outer, step });
}

/** `.contracts[3].name`; empty at the top. */
function placeOf({ outer, step }: Placed): string {
  if (outer === undefined) return '';
  return placeOf(outer) + (typeof step === 'number' ? `[${step}]` : `.${step}`);
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
