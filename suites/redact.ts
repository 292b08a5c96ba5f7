import { cutTo } from '../reporters/record.ts';
import type { RecordExchange } from '../reporters/record.ts';
import { answered } from './exchange.ts';
import type { NoResponse, SentRequest, WireResponse } from './exchange.ts';
import { bodyText, escapeControls } from './body-text.ts';
import { hidden, hideNamed, isSecretName } from './secret-names.ts';
import { patternOf, variantsOf } from './secret-pattern.ts';

/** Takes secrets out of what leaves the process. */
export interface Redactor {
  /** A sentence, a value, an address: anything that was read from an exchange. */
  text(text: string): string;
  /** A value together with the name of the member it stands in. */
  member(at: string, value: string): string;
  /** Of bodies 64 K characters are kept; of that of the answer, and of its headers, `most` where that is given. */
  exchange(sent: SentRequest, received: WireResponse | NoResponse, most?: number): RecordExchange;
}

type RecordHeaders = NonNullable<RecordExchange['response']>['headers'];

/** Characters of a body that are kept in a record. */
const bodyLimit = 64 * 1024;

/** What checks say of a value that is not there. */
const harmless = /^(?:null|nil|nothing|missing|absent|no \w+|-?\d{1,3})$/;

const secretHeaders = new Set([
  'cookie',
  'set-cookie',
  'so-apptoken',
  'x-xsrf-token',
  'proxy-authorization',
  'authorization',
]);

/**
 * Knows the configured secrets, and besides them everything that is named like one: a server may send other people's.
 * `secrets` shorter than four characters are hidden by their names only; as words they would hide half the text.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = secrets.filter((secret) => secret.length >= 4);
  const anywhere = patternOf(known);
  const beginnings = known.flatMap(variantsOf);

  const hideKnown = (text: string): string => (anywhere === undefined ? text : text.replace(anywhere, hidden));
  const text = (raw: string): string => hideBeginning(hideKnown(hideNamed(raw)), beginnings);
  const longest = beginnings.reduce((length, { length: next }) => Math.max(length, next), 0);

  /** The longest form of a secret: what is looked at beyond a cut, so that one that lies across it is seen whole. */
  const margin = 6 * longest;
  const body = (whole: string, size: number, most: number): string => {
    const looked = whole.slice(0, most + margin);
    const shown = text(looked);
    if (shown.length <= most && whole.length <= most) return shown;
    // At the end of what was looked at the beginning of one may stand, in whatever form; and what is hidden before it moves it up.
    const sure = whole.length > looked.length ? Math.max(0, shown.length - margin) : shown.length;
    return cutTo(hideBeginning(`${shown.slice(0, Math.min(most, sure))}…`, beginnings), size);
  };
  const bytes = (content: Uint8Array, most: number, contentType?: string): string => {
    const looked = content.subarray(0, 4 * (most + margin));
    return escapeControls(body(bodyText(looked, contentType), content.length, most));
  };
  const headerValue = (name: string, value: string): string => {
    if (!secretHeaders.has(name) && !isSecretName(name)) return text(value);
    const scheme = name.endsWith('authorization')
      ? /^\s*(basic|bearer|soticket|negotiate|digest) /i.exec(value)?.[1]
      : undefined;
    return scheme === undefined ? hidden : `${scheme} ${hidden}`;
  };

  return {
    text,
    member(at, value) {
      const name =
        at
          .replace(/\[[^\]]*\]/g, '')
          .split(/[./ ]/)
          .at(-1) ?? '';
      return isSecretName(name) && !harmless.test(value) ? hidden : text(value);
    },
    exchange(sent, received, most = bodyLimit) {
      const request = {
        method: sent.method,
        url: text(sent.url),
        headers: Object.fromEntries(
          Object.entries(sent.headers).map(([name, value]) => [name, headerValue(name, value)]),
        ),
        ...(sent.body === undefined ? {} : { body: body(sent.body, Buffer.byteLength(sent.body), bodyLimit) }),
      };
      if (!answered(received)) return { request, noResponse: text(received.reason) };
      const contentType = received.headers.find(([name]) => name === 'content-type')?.[1];
      const surplus = received.surplus.length === 0 ? {} : { surplus: bytes(received.surplus, most) };
      return {
        request,
        response: {
          status: received.status,
          headers: beginningOf(
            received.headers.map(([name, value]) => [name, escapeControls(headerValue(name, value))] as const),
            most,
          ),
          body: received.cut === undefined ? bytes(received.body, most, contentType) : cutTo('…', received.cut),
          ...surplus,
        },
      };
    },
  };
}

/** The headers that are as long in all; the value of the next one is cut. */
function beginningOf(headers: RecordHeaders, most: number): RecordHeaders {
  let left = most;
  const kept: (readonly [name: string, value: string])[] = [];
  for (const [name, value] of headers) {
    left -= name.length + value.length;
    if (left < 0) return [...kept, [name, `${value.slice(0, Math.max(0, left + value.length))}…`]];
    kept.push([name, value]);
  }
  return kept;
}

/** A value that was shortened before it came here may end in the middle of a secret. */
function hideBeginning(text: string, secrets: readonly string[]): string {
  const cut = /…["']?$/.exec(text)?.index;
  if (cut === undefined) return text;
  const end = text.slice(0, cut);
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, end.length); length >= 4; length -= 1) {
      if (end.endsWith(secret.slice(0, length)))
        return `${end.slice(0, end.length - length)}${hidden}${text.slice(cut)}`;
    }
  }
  return text;
}

/** The same for secrets that become more while it is used: a login that is obtained is one from then on. */
export function growingRedactor(secrets: () => readonly string[]): Redactor {
  let known = secrets();
  let redactor = createRedactor(known);
  const latest = (): Redactor => {
    const now = secrets();
    if (now !== known) redactor = createRedactor((known = now));
    return redactor;
  };
  return {
    text: (text) => latest().text(text),
    member: (at, value) => latest().member(at, value),
    exchange: (sent, received, most) => latest().exchange(sent, received, most),
  };
}
