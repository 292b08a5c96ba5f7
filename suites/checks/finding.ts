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

/**
 * The change that a finding on the message as a whole asks for, where its own words say it: a status, a header, bytes
 * that are too many.
 */
export function plainRepair({ at, expected }: Finding): string | undefined {
  if (at === 'status') {
    const status = /^\d{3}(?! or)/.exec(expected)?.[0];
    return status === undefined ? undefined : `answer with status ${status}`;
  }
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
