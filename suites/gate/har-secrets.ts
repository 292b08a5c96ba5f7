import { isObject } from '../checks/errors.ts';
import { isSecretName } from '../secret-names.ts';
import type { HarEntry } from './har.ts';

/** A shorter cookie is a setting and no key; as a word to hide it would hide half the text. */
const shortestCookie = 8;

/**
 * What was signed in with, and whatever else is named like a secret in requests and answers: it must not be seen anywhere, also
 * where an answer repeats it under another name.
 */
export function secretsIn(entries: readonly HarEntry[]): readonly string[] {
  const found = new Set<string>();
  for (const { request, response } of entries) {
    const texts = [request.body ?? '', ...('status' in response ? [Buffer.from(response.body).toString('utf8')] : [])];
    for (const [name, value] of [...request.headers, ...('status' in response ? response.headers : [])]) {
      for (const secret of ofHeader(name, value)) found.add(secret);
    }
    for (const [name, value] of request.url.searchParams) if (isSecretName(name)) found.add(value);
    for (const text of texts) for (const secret of ofText(text)) found.add(secret);
  }
  return [...found].map((secret) => secret.trim()).filter((secret) => secret !== '');
}

function ofHeader(name: string, value: string): readonly string[] {
  if (name === 'cookie' || name === 'set-cookie') {
    const pairs = name === 'cookie' ? value.split(';') : [value.split(';', 1)[0] ?? ''];
    return pairs.map((pair) => pair.slice(pair.indexOf('=') + 1).trim()).filter((one) => one.length >= shortestCookie);
  }
  if (!isSecretName(name)) return [];
  const credential = /^\s*\w+\s+(.+)$/.exec(value)?.[1]?.trim() ?? value.trim();
  if (!/^\s*basic\s/i.test(value)) return [credential];
  const pair = Buffer.from(credential, 'base64').toString('utf8');
  return [credential, pair, pair.slice(pair.indexOf(':') + 1)];
}

const element = /<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<]+)(?=<)/g;

function ofText(text: string): readonly string[] {
  const inXml = [...text.matchAll(element)].flatMap(([, name = '', value = '']) => (isSecretName(name) ? [value] : []));
  if (!/^\s*[[{]/.test(text)) return inXml;
  try {
    return ofValue(JSON.parse(text));
  } catch {
    return inXml;
  }
}

/** Not by calling itself: a hostile answer is deeper than the stack. */
function ofValue(whole: unknown): readonly string[] {
  const found: string[] = [];
  const open = [whole];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const item of value as readonly unknown[]) open.push(item);
    if (!isObject(value)) continue;
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== 'string') open.push(member);
      else if (isSecretName(name)) found.push(member);
    }
  }
  return found;
}
