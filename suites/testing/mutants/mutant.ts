import type { Scalar } from '../../../specs/contract.ts';

/** What is done to one node of an answer. */
export const mutations = [
  'drop',
  'rename',
  'change case',
  'reorder',
  'duplicate',
  'add',
  'add attribute',
  'no namespace',
  'other namespace',
  'other xsi:type',
  'null',
  'to text',
  'to 1.5',
  'to true',
  'to false',
  'out of range',
  'wrap',
  'wrap in array',
  'unwrap',
  'truncate',
] as const;
export type Mutation = (typeof mutations)[number];

/** Where a node stands. */
export type Role =
  | 'body'
  | 'member'
  | 'inherited member'
  | 'item'
  | 'counted item'
  | 'entry'
  | 'envelope'
  | 'header'
  | 'header part'
  | 'Succeeded'
  | 'wrapper'
  | 'key'
  | 'value';

/** What a node holds, by its contract. */
export type Kind =
  | 'text'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'date-time'
  | 'duration'
  | 'base64'
  | 'guid'
  | 'character'
  | 'enum'
  | 'flags'
  | 'array'
  | 'map'
  | 'carrier'
  | 'anything'
  | 'structure';

/** One node of an answer, done one thing to. */
export interface Mutant {
  readonly mutation: Mutation;
  readonly role: Role;
  readonly kind: Kind;
  /** The place of the node before. */
  readonly at: string;
  /** The whole content with the change. */
  readonly text: string;
  /** Whether a finding at that place names what was changed. */
  readonly isPlace: (at: string) => boolean;
}

export function kindOfScalar(scalar: Scalar): Kind {
  switch (scalar) {
    case 'string':
    case 'uri':
      return 'text';
    case 'float':
    case 'double':
    case 'decimal':
      return 'number';
    case 'char':
      return 'character';
    case 'any':
      return 'anything';
    case 'boolean':
    case 'date-time':
    case 'duration':
    case 'base64':
    case 'guid':
      return scalar;
    default:
      return 'integer';
  }
}

/** A text with what stands between two offsets put otherwise. */
export function splice(text: string, start: number, end: number, instead: string): string {
  return text.slice(0, start) + instead + text.slice(end);
}

/** The first letter in the other case. */
export function otherCase(name: string): string {
  return name.replace(/[A-Za-z]/, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
