import { SoconformError } from '../../specs/error.ts';
import { isObject } from '../checks/errors.ts';

/** One exchange of a HAR, as far as judging it needs. */
export interface HarEntry {
  /** From 1: its place in the file. */
  readonly number: number;
  readonly startedAt: string;
  readonly ms: number;
  readonly request: {
    readonly method: string;
    readonly url: URL;
    /** Lower-case names; the pseudo-headers of HTTP/2 are left out. */
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body?: string;
  };
  /** Or why the file holds no answer that could be judged. */
  readonly response:
    | {
        readonly status: number;
        readonly headers: readonly (readonly [name: string, value: string])[];
        readonly body: Uint8Array;
        /** Whether the file has the bytes, or a text that was made of them. */
        readonly kept: 'bytes' | 'text';
      }
    | { readonly missing: string };
}

export interface Har {
  readonly file: string;
  /** Who wrote it: `Firefox 120.0`. */
  readonly creator?: string;
  readonly entries: readonly HarEntry[];
}

/** Whether a text is meant to be a HAR, whatever is wrong with it. */
export function isHar(file: string, text: string): boolean {
  return /\.har$/i.test(file) || /^\uFEFF?\s*\{\s*"log"\s*:\s*\{/.test(text);
}

/** Reads HAR 1.1 and 1.2, of browsers and of other tools. Throws E_HAR, with the place, for what is none. */
export function readHar(file: string, text: string): Har {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw problem(file, `expected a HAR, found no JSON or half of it: ${why}; export it again`);
  }
  const at = place(file);
  const log = at.object(at.object(content, 'the file')['log'], 'log');
  const { creator } = log;
  const name = isObject(creator) ? [creator['name'], creator['version']].filter(isText).join(' ') : '';
  return {
    file,
    ...(name === '' ? {} : { creator: name }),
    entries: at.list(log['entries'], 'log.entries').map((entry, index) => entryOf(at, entry, index)),
  };
}

type Place = ReturnType<typeof place>;

/** Reads one value of the file or says where it is another. */
function place(file: string) {
  const other = (where: string, expected: string, found: unknown): SoconformError =>
    problem(file, `${where}: expected ${expected}, found ${kindOf(found)}; export the HAR again`);
  return {
    problem: (message: string): SoconformError => problem(file, message),
    object: (value: unknown, where: string): Readonly<Record<string, unknown>> => {
      if (isObject(value)) return value;
      throw other(where, 'an object', value);
    },
    list: (value: unknown, where: string): readonly unknown[] => {
      if (Array.isArray(value)) return value;
      throw other(where, 'a list', value);
    },
    text: (value: unknown, where: string): string => {
      if (typeof value === 'string') return value;
      throw other(where, 'a text', value);
    },
    number: (value: unknown, where: string): number => {
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw other(where, 'a number', value);
    },
    url: (value: unknown, where: string): URL => {
      if (typeof value === 'string' && URL.canParse(value)) return new URL(value);
      throw other(where, 'an absolute address', value);
    },
  };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

function entryOf(at: Place, value: unknown, index: number): HarEntry {
  const where = `log.entries[${index}]`;
  const entry = at.object(value, where);
  const request = at.object(entry['request'], `${where}.request`);
  const { startedDateTime, time } = entry;
  const started = typeof startedDateTime === 'string' ? Date.parse(startedDateTime) : NaN;
  const body = sentText(request['postData']);
  return {
    number: index + 1,
    startedAt: new Date(Number.isNaN(started) ? 0 : started).toISOString(),
    ms: typeof time === 'number' && time >= 0 ? time : 0,
    request: {
      method: at.text(request['method'], `${where}.request.method`).toUpperCase(),
      url: at.url(request['url'], `${where}.request.url`),
      headers: headersOf(at, request['headers'], `${where}.request.headers`),
      ...(body === undefined ? {} : { body }),
    },
    response: responseOf(at, entry['response'], `${where}.response`),
  };
}

function sentText(postData: unknown): string | undefined {
  const text = isObject(postData) ? postData['text'] : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function headersOf(at: Place, value: unknown, where: string): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  return at.list(value, where).flatMap((one, index): (readonly [string, string])[] => {
    const header = at.object(one, `${where}[${index}]`);
    const name = at.text(header['name'], `${where}[${index}].name`).toLowerCase();
    return name.startsWith(':') ? [] : [[name, at.text(header['value'], `${where}[${index}].value`)]];
  });
}

/** Statuses whose answers have no content. */
const without: ReadonlySet<number> = new Set([204, 304]);

function responseOf(at: Place, value: unknown, where: string): HarEntry['response'] {
  const response = at.object(value, where);
  const status = at.number(response['status'], `${where}.status`);
  const error = [response['_error'], response['statusText']].find((one) => isText(one) && one !== '');
  // Browsers write so what was never answered, or was broken off.
  if (status < 100) return { missing: `no answer came${isText(error) ? ` (${error})` : ''}` };
  if (isText(response['_error'])) return { missing: `the answer did not come whole (${response['_error']})` };
  const headers = headersOf(at, response['headers'], `${where}.headers`);
  const body = bodyOf(at, response['content'], status, where);
  if (body === undefined) return { missing: 'its content is not in the HAR: export it with content' };
  return { status, headers, ...body };
}

/** Undefined where there was content and the file does not have it. */
function bodyOf(
  at: Place,
  value: unknown,
  status: number,
  where: string,
): { readonly body: Uint8Array; readonly kept: 'bytes' | 'text' } | undefined {
  const content = value === undefined ? {} : at.object(value, `${where}.content`);
  const { text, size, encoding } = content;
  if (text === undefined) {
    return without.has(status) || size === 0 ? { body: new Uint8Array(), kept: 'text' } : undefined;
  }
  const given = at.text(text, `${where}.content.text`);
  if (given === '' && typeof size === 'number' && size > 0 && !without.has(status)) return undefined;
  if (encoding === undefined || encoding === '') return { body: Buffer.from(given, 'utf8'), kept: 'text' };
  if (encoding !== 'base64' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(given)) {
    const found = encoding === 'base64' ? 'something else' : `the encoding ${JSON.stringify(encoding)}`;
    throw at.problem(`${where}.content: expected text or base64, found ${found}; export the HAR again`);
  }
  return { body: Buffer.from(given, 'base64'), kept: 'bytes' };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function problem(file: string, message: string): SoconformError {
  return new SoconformError('E_HAR', `${file}: ${message}`);
}
