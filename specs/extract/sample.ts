/** JSON as printed in a sample, with the line of each value: a fact needs the place it was read from. */
export type SampleValue =
  | { readonly kind: 'null'; readonly line: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly line: number }
  | { readonly kind: 'number'; readonly text: string; readonly line: number }
  | {
      readonly kind: 'string';
      readonly value: string;
      readonly start: number;
      readonly end: number;
      readonly line: number;
    }
  | { readonly kind: 'array'; readonly items: readonly SampleValue[]; readonly line: number }
  | { readonly kind: 'object'; readonly members: readonly SampleMember[]; readonly line: number };

interface SampleMember {
  readonly name: string;
  readonly value: SampleValue;
  readonly line: number;
}

export type SampleReading =
  | { readonly ok: true; readonly value: SampleValue }
  | { readonly ok: false; readonly line: number; readonly message: string };

const deepest = 200;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Between the quotes: everything from the space on but a quote and a backslash.
const stringToken = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Unreadable extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Strict JSON (RFC 8259). `firstLine` is the line of the page on which the text begins. */
export function readSample(text: string, firstLine: number): SampleReading {
  const cursor = new Cursor(text, firstLine);
  try {
    cursor.skipSpace();
    const value = readValue(cursor, 0);
    cursor.skipSpace();
    if (cursor.at < text.length) throw new Unreadable(cursor.at, `more text after the JSON value: ${cursor.near()}`);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, line: cursor.line, message: error.message };
    throw error;
  }
}

class Cursor {
  readonly text: string;
  at = 0;
  line: number;

  constructor(text: string, line: number) {
    this.text = text;
    this.line = line;
  }

  skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10) this.line += 1;
      else if (code !== 32 && code !== 9 && code !== 13) return;
      this.at += 1;
    }
  }

  near(): string {
    return this.at >= this.text.length ? 'the end' : JSON.stringify(this.text.slice(this.at, this.at + 20));
  }

  token(pattern: RegExp, what: string): string {
    const from = this.at;
    pattern.lastIndex = from;
    if (!pattern.test(this.text)) throw new Unreadable(from, `${this.near()} where ${what} belongs`);
    this.at = pattern.lastIndex;
    return this.text.slice(from, this.at);
  }
}

function readValue(cursor: Cursor, depth: number): SampleValue {
  if (depth > deepest) throw new Unreadable(cursor.at, `values nest deeper than ${deepest}`);
  const { line, at: start } = cursor;
  switch (cursor.text[cursor.at]) {
    case '{':
      return { kind: 'object', members: readMembers(cursor, depth), line };
    case '[':
      return { kind: 'array', items: readItems(cursor, depth), line };
    case '"': {
      const value = readString(cursor, 'a string');
      return { kind: 'string', value, start, end: cursor.at, line };
    }
    case 't':
    case 'f':
      return { kind: 'boolean', value: cursor.token(/true|false/y, 'a value') === 'true', line };
    case 'n':
      cursor.token(/null/y, 'a value');
      return { kind: 'null', line };
    default:
      return { kind: 'number', text: cursor.token(numberToken, 'a value'), line };
  }
}

function readString(cursor: Cursor, what: string): string {
  const token = cursor.token(stringToken, what);
  return token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
}

function readMembers(cursor: Cursor, depth: number): SampleMember[] {
  const members: SampleMember[] = [];
  readList(cursor, '}', () => {
    const { line } = cursor;
    const name = readString(cursor, 'a member name');
    cursor.skipSpace();
    cursor.token(/:/y, '":"');
    cursor.skipSpace();
    members.push({ name, value: readValue(cursor, depth + 1), line });
  });
  return members;
}

function readItems(cursor: Cursor, depth: number): SampleValue[] {
  const items: SampleValue[] = [];
  readList(cursor, ']', () => items.push(readValue(cursor, depth + 1)));
  return items;
}

function readList(cursor: Cursor, close: string, readOne: () => void): void {
  cursor.at += 1;
  cursor.skipSpace();
  if (cursor.text[cursor.at] === close) {
    cursor.at += 1;
    return;
  }
  for (;;) {
    readOne();
    cursor.skipSpace();
    const next = cursor.text[cursor.at];
    if (next !== ',' && next !== close)
      throw new Unreadable(cursor.at, `${cursor.near()} where "," or "${close}" belongs`);
    cursor.at += 1;
    if (next === close) return;
    cursor.skipSpace();
  }
}
