import { readXml } from '../../schemas/xml.ts';
import type { XmlElement } from '../../schemas/xml-element.ts';
import type { RecordExchange } from '../../reporters/record.ts';

/** The kinds of value at each place of an answer, indices left out: `body[].Size` → `integer`. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

type Response = NonNullable<RecordExchange['response']>;

/** Undefined for an answer that was cut or is neither JSON nor XML: nothing is to be said of its shape. */
export function shapeOf(response: Response): Shape | undefined {
  const shape = new Map<string, Set<string>>();
  const put = (at: string, kind: string): void => {
    const kinds = shape.get(at);
    if (kinds === undefined) shape.set(at, new Set([kind]));
    else kinds.add(kind);
  };
  put('status', String(response.status));
  const { body } = response;
  if (body.trim() === '') return shape;
  const type = response.headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  put('content-type', (type.split(';')[0] ?? '').trim().toLowerCase());
  if (/\bxml\b/i.test(type)) {
    const read = readXml(body);
    if (!read.ok) return undefined;
    putElement(read.root, read.root.name, put);
    return shape;
  }
  try {
    putValue(JSON.parse(body), 'body', put);
    return shape;
  } catch {
    return undefined;
  }
}

type Put = (at: string, kind: string) => void;

function putValue(value: unknown, at: string, put: Put): void {
  put(at, kindOf(value));
  if (Array.isArray(value)) for (const item of value) putValue(item, `${at}[]`, put);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) putValue(member, `${at}.${name}`, put);
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

/** What a text in it means, only a contract can say; one without anything may be an empty list as well. */
function putElement(element: XmlElement, at: string, put: Put): void {
  const isNil = element.attributes.some(({ name, value }) => name === 'nil' && (value === 'true' || value === '1'));
  const content = element.children.length > 0 ? 'element' : element.text.trim() === '' ? 'empty' : 'text';
  put(at, isNil ? 'nil' : content);
  for (const child of element.children) putElement(child, `${at}/${child.name}`, put);
}
