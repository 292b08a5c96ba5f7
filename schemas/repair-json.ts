import type { Scalar } from '../specs/contract.ts';
import { kindOf, refusesNull } from './json-kinds.ts';
import { fold } from './names.ts';
import { integerBounds } from './scalars.ts';
import type { Shape, Slot } from './shape.ts';
import type { Finding } from './finding.ts';
import type { JsonAspect } from './shape-report.ts';

/**
 * The smallest change of a JSON body that would satisfy a finding, in words: `write 261`. Undefined where none is known
 * that would not make up a value. What stands there is read from the finding, which may have cut it off.
 */
export function repairJson(
  found: Finding & { readonly aspect: JsonAspect },
  slot: Slot | undefined,
): string | undefined {
  const shape = slot?.shape();
  const name = JSON.stringify(slot?.name ?? '');
  switch (found.aspect) {
    case 'extra':
      return `leave out ${JSON.stringify(found.received)}`;
    case 'duplicate':
      return 'write the member once';
    case 'missing':
      return shape === undefined ? undefined : `add ${name}: ${emptyJson(shape, slot?.nullable)}`;
    case 'name-case':
      return `rename ${JSON.stringify(found.received)} to ${name}`;
    case 'top-level':
      return topLevel(found.expected, found.received);
    case 'null':
      return shape === undefined ? undefined : `write ${emptyJson(shape, false)}`;
    case 'type':
    case 'item':
    case 'map':
    case 'flags':
    case 'range':
    case 'int64':
      return shape === undefined ? undefined : `write ${meant(shape, found.received) ?? emptyJson(shape, false)}`;
    case 'date-time':
    case 'duration':
    case 'base64':
      return `write ${(shape && meant(shape, found.received)) ?? `it as ${found.expected}`}`;
    case 'enum':
      return shape !== undefined && 'names' in shape && shape.names.has(found.expected)
        ? `write ${JSON.stringify(found.expected)}`
        : oneOf(shape);
    case 'unknown-name':
      return oneOf(shape);
  }
}

function topLevel(expected: string, received: string): string | undefined {
  if (expected === 'array')
    return received === 'null' ? 'write []' : received.startsWith('an object') ? 'put it into [ ]' : 'write []';
  if (expected === 'object') return received.startsWith('an array of 1') ? 'take it out of its array' : undefined;
  return undefined;
}

function oneOf(shape: Shape | undefined): string | undefined {
  if (shape === undefined || !('names' in shape) || shape.names.size === 0) return undefined;
  const names = [...shape.names];
  const shown = names.slice(0, 8).join(', ');
  return `write one of ${shown}${names.length > 8 ? ' …' : ''}`;
}

/** A value of that shape that says nothing. */
function emptyJson(shape: Shape, nullable: boolean | undefined): string {
  switch (shape.kind) {
    case 'array':
      return '[]';
    case 'map':
      return '{}';
    case 'object':
      return 'null';
    case 'unknown':
      return 'null';
    case 'enum':
      return JSON.stringify([...shape.names][0] ?? '');
    case 'flags':
      return '""';
    case 'scalar':
      return nullable !== false && !refusesNull(shape) ? 'null' : (emptyScalars[shape.scalar] ?? '0');
  }
}

const emptyScalars: Partial<Readonly<Record<Scalar, string>>> = {
  string: '""',
  uri: '""',
  base64: '""',
  any: 'null',
  char: '" "',
  boolean: 'false',
  'date-time': '"0001-01-01T00:00:00"',
  duration: '"00:00:00"',
  guid: '"00000000-0000-0000-0000-000000000000"',
};

/** What stands there as the type would have it, where it says the same thing in another way. */
function meant(shape: Shape, received: string): string | undefined {
  return asMeant(shape, parsed(received));
}

function asMeant(shape: Shape, value: unknown): string | undefined {
  if (shape.kind === 'enum' && typeof value === 'string') {
    const known = [...shape.names].find((name) => fold(name) === fold(value));
    return known === undefined ? undefined : JSON.stringify(known);
  }
  if (shape.kind !== 'scalar') return undefined;
  const { scalar } = shape;
  switch (kindOf(shape)) {
    case 'string':
      return stringMeant(scalar, value);
    case 'boolean':
      if (value === 1 || (typeof value === 'string' && /^true$/i.test(value))) return 'true';
      return value === 0 || (typeof value === 'string' && /^false$/i.test(value)) ? 'false' : undefined;
    case 'number':
      return numberMeant(scalar, value);
    default:
      return undefined;
  }
}

function stringMeant(scalar: Scalar, value: unknown): string | undefined {
  if (scalar === 'string' || scalar === 'uri') {
    return typeof value === 'number' || typeof value === 'boolean' ? JSON.stringify(String(value)) : undefined;
  }
  if (scalar === 'base64' && typeof value === 'string' && /^[\w-]+$/.test(value)) {
    const bytes = Buffer.from(value, 'base64url');
    return bytes.toString('base64url') === value ? JSON.stringify(bytes.toString('base64')) : undefined;
  }
  if (scalar === 'date-time') {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return `"${value}T00:00:00"`;
    const ticks = typeof value === 'number' ? value : Number(/^\/Date\((-?\d+)/.exec(String(value))?.[1] ?? Number.NaN);
    if (Math.abs(ticks) < 8e15) return `"${new Date(ticks).toISOString()}"`;
  }
  return undefined;
}

function numberMeant(scalar: Scalar, value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return value === true ? '1' : undefined;
  const bounds = integerBounds[scalar];
  if (bounds === undefined) return String(Number(text));
  const whole = BigInt(text.replace(/\..*$/, '').replace('+', ''));
  const [least, greatest] = bounds;
  return String(whole < least ? least : whole > greatest ? greatest : whole);
}

function parsed(received: string): unknown {
  try {
    return JSON.parse(received);
  } catch {
    return undefined;
  }
}
