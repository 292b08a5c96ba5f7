import type { RawRequest } from './raw-server.ts';

/** What an answer becomes when the request selects some of its members: the others are null, on every carrier. */
export function selectedOf({ path }: RawRequest, text: string): string {
  const names = /\$select=([^&]*)/.exec(path)?.[1]?.split(',');
  if (names === undefined) return text;
  const shrink = (value: unknown, before: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => shrink(item, before));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]: [string, unknown]) => {
        const own = before + name;
        if (names.includes(own)) return [name, member];
        return [name, names.some((other) => other.startsWith(`${own}/`)) ? shrink(member, `${own}/`) : null];
      }),
    );
  };
  return JSON.stringify(shrink(JSON.parse(text), ''));
}

/** JSON as elements: members by their names, items as `Item`. */
export function xmlOf(text: string): string {
  return `<?xml version="1.0"?><Result xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${content(JSON.parse(text))}</Result>`;
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item: unknown) => element('Item', item)).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]: [string, unknown]) => element(name, member))
      .join('');
  }
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function element(name: string, value: unknown): string {
  return value === null ? `<${name} i:nil="true"/>` : `<${name}>${content(value)}</${name}>`;
}
