import type { Finding, Level } from '../../schemas/finding.ts';
import type { Judgement } from '../check.ts';

const longest = 200;

export function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

export function finding(at: string, expected: string, received: string, level?: Level): Finding {
  return { at, expected, received: shorten(received), ...(level === undefined ? {} : { level }) };
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
