import type { Finding, Level } from '../../schemas/finding.ts';
import type { Judgement } from '../check.ts';

const longest = 200;

export function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

export function finding(at: string, expected: string, received: string, level?: Level): Finding {
  return { at, expected, received: shorten(received), ...(level === undefined ? {} : { level }) };
}

/** The finding with the smallest change of the answer that would satisfy it, where there is one. */
export function repaired<F extends Finding>(found: F, repair: string | undefined): F {
  return repair === undefined ? found : { ...found, repair };
}

/** What several ways would satisfy: the first that the expectation names. */
const inWords: readonly { readonly at: RegExp; readonly expected: RegExp; readonly repair: string }[] = [
  { at: /^status$/, expected: /^an answer, no redirect$/, repair: 'answer at this address' },
  { at: /^status$/, expected: /^401 or 403\b/, repair: 'answer with status 401' },
  { at: /^status$/, expected: /^a refusal \(415\)$/, repair: 'answer with status 415' },
  { at: /^status$/, expected: /^a SOAP fault or status 400\b/, repair: 'answer with a SOAP fault' },
  { at: /^bytes after the content$/, expected: /^none$/, repair: 'send nothing after the content' },
  { at: /^body$/, expected: /^null$/, repair: 'write null' },
  { at: /^body\b/, expected: /^null, or zero$/, repair: 'write null, or zero' },
  { at: /^body$/, expected: /^the bytes themselves$/, repair: 'send the bytes, without base64' },
  { at: /^body$/, expected: /^a JSON object with Message\b/, repair: 'send {"Message": "why it is refused"}' },
];

/**
 * The change that a finding on the message as a whole asks for, where its own words say it: a status, a header, bytes
 * that are too many.
 */
export function plainRepair({ at, expected, received }: Finding): string | undefined {
  const worded = inWords.find((one) => one.at.test(at) && one.expected.test(expected));
  if (worded !== undefined) return worded.repair;
  if (at === 'status') {
    const status = /^\d{3}(?! or)/.exec(expected)?.[0];
    return status === undefined ? undefined : `answer with status ${status}`;
  }
  if (/^body\b/.test(at) && received === 'expected the end of the text') return 'send nothing after the JSON text';
  const header = /^header (\S+)$/.exec(at)?.[1];
  if (header !== undefined) return /^none\b/.test(expected) ? `leave out ${header}` : `send ${header}: ${expected}`;
  if (at === 'bytes after the head') return 'send nothing after the head';
  if (expected === 'nothing') return 'leave it out';
  return expected === 'no byte order mark' || expected === 'no result' ? `send ${expected}` : undefined;
}

/** What a check says that looked at one place. */
export function judged(...findings: readonly (Finding | undefined)[]): Judgement {
  return { findings: findings.filter((found) => found !== undefined), seen: 1 };
}

/** Bytes as text in quotes, with escapes for what is not printable ASCII. */
export function quotedBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, longest)).toString('latin1');
  // eslint-disable-next-line no-control-regex
  return JSON.stringify(text).replace(/[\u007f-\u00ff]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
}
