import type { Scalar } from '../specs/contract.ts';
import type { Finding } from './finding.ts';
import { fold } from './names.ts';
import { refusesNil } from './judge-xml-attributes.ts';
import { integerBounds } from './scalars.ts';
import type { Shape, Slot } from './shape.ts';
import type { XmlAspect } from './shape-report.ts';

/** The smallest change of a SOAP body that would satisfy a finding, in words; see `repairJson`. */
export function repairXml(found: Finding & { readonly aspect: XmlAspect }, slot: Slot | undefined): string | undefined {
  const local = found.received.replace(/ in .*$/, '');
  if (slot === undefined) return found.aspect === 'extra' ? `leave out ${local}` : undefined;
  const shape = slot.shape();
  switch (found.aspect) {
    case 'missing':
    case 'out':
      return found.received === 'none' ? `add ${emptyElement(slot, shape)}` : `rename ${local} to ${slot.name}`;
    case 'namespace':
      return `put ${slot.name} into the namespace ${slot.namespace}`;
    case 'extra':
      return `leave out ${local}`;
    case 'order':
      return found.expected.endsWith(' once')
        ? `leave out the second ${slot.name}`
        : `move ${slot.name} ${found.expected}`;
    case 'value':
    case 'enum':
    case 'flags':
      return `write ${meant(shape, found.received) ?? emptyText(shape)}`;
    case 'nil':
      if (found.expected.startsWith('no content')) return 'leave out what stands in it, or xsi:nil';
      return found.expected.startsWith('xsi:nil')
        ? 'write xsi:nil="true", or leave it out'
        : `write ${emptyText(shape)} and no xsi:nil`;
    case 'xsi-type':
      return 'leave out xsi:type';
    case 'item':
    case 'entry':
      if (found.expected.startsWith('only ')) return `rename ${local} to ${found.expected.slice('only '.length)}`;
      return found.expected === 'each key once' ? 'leave out the second pair' : `rename ${local} to ${slot.name}`;
    case 'content':
      return found.expected === 'elements only' ? 'leave out the text between the elements' : undefined;
  }
}

function emptyElement(slot: Slot, shape: Shape): string {
  if (!refusesNil(slot, shape)) return `<${slot.name} xsi:nil="true"/>`;
  const text = emptyText(shape);
  return text === 'nothing' ? `<${slot.name}/>` : `<${slot.name}>${text}</${slot.name}>`;
}

/** A value of that shape that says nothing. */
function emptyText(shape: Shape): string {
  if (shape.kind === 'enum') return [...shape.names][0] ?? 'nothing';
  return shape.kind === 'scalar' ? (emptyScalars[shape.scalar] ?? '0') : 'nothing';
}

const emptyScalars: Partial<Readonly<Record<Scalar, string>>> = {
  string: 'nothing',
  uri: 'nothing',
  base64: 'nothing',
  any: 'nothing',
  boolean: 'false',
  'date-time': '0001-01-01T00:00:00',
  duration: 'PT0S',
  guid: '00000000-0000-0000-0000-000000000000',
};

function meant(shape: Shape, received: string): string | undefined {
  const text = unquoted(received).trim();
  switch (shape.kind) {
    case 'enum':
      return nameMeant(shape.names, text);
    case 'flags': {
      const names = text.split(/[\s,]+/).map((name) => nameMeant(shape.names, name));
      return names.includes(undefined) ? undefined : names.join(' ');
    }
    case 'scalar':
      return scalarMeant(shape.scalar, text);
    default:
      return undefined;
  }
}

const nameMeant = (names: ReadonlySet<string>, text: string): string | undefined =>
  [...names].find((name) => fold(name) === fold(text));

function scalarMeant(scalar: Scalar, text: string): string | undefined {
  if (scalar === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase();
  if (scalar === 'date-time') {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00`;
    const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
    return spaced === null ? undefined : `${spaced[1]}T${spaced[2]}`;
  }
  if (scalar === 'double' || scalar === 'float' || scalar === 'decimal') {
    return /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : undefined;
  }
  const bounds = integerBounds[scalar];
  if (bounds === undefined || !/^[+-]?\d+(\.\d*)?$/.test(text)) return undefined;
  const whole = BigInt(text.replace(/\..*$/, '').replace('+', ''));
  return String(whole < bounds[0] ? bounds[0] : whole > bounds[1] ? bounds[1] : whole);
}

function unquoted(received: string): string {
  try {
    const value: unknown = JSON.parse(received);
    return typeof value === 'string' ? value : received;
  } catch {
    return received;
  }
}
