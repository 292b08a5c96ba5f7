import type { Finding } from './finding.ts';
import type { Layout, Slot } from './shape.ts';

/** Kinds of departure of a JSON body; each has a check of its own. */
export const jsonAspects = [
  'top-level',
  'missing',
  'name-case',
  'extra',
  'type',
  'item',
  'map',
  'flags',
  'null',
  'range',
  'int64',
  'date-time',
  'duration',
  'base64',
  'enum',
  'unknown-name',
  'duplicate',
] as const;
export type JsonAspect = (typeof jsonAspects)[number];

/** Kinds of departure of the wrapper in a SOAP body. */
export const xmlAspects = [
  'missing',
  'out',
  'extra',
  'order',
  'namespace',
  'value',
  'enum',
  'flags',
  'nil',
  'xsi-type',
  'content',
  'item',
  'entry',
] as const;
export type XmlAspect = (typeof xmlAspects)[number];

export interface MemberEvidence {
  /** Values of the right type. */
  readonly typed: number;
  readonly nulls: number;
}

/** What a judge of shapes found, sorted by what is wrong, and what it saw. */
export interface ShapeReport<A extends string> {
  readonly findings: readonly (Finding & { readonly aspect: A })[];
  /** The place in the contract that a finding lies on; undefined where no member stands for it. */
  slotOf(finding: Finding): Slot | undefined;
  /** Places where the aspect had something to look at. */
  readonly seen: Readonly<Record<A, number>>;
  /** Per member of the contract, named as in `output[].To[].EmailId` (`{}` for the values of a map). */
  readonly evidence: ReadonlyMap<string, MemberEvidence>;
  /** What the slots are of; messages of one contract mostly share it. */
  readonly layout: Layout;
  /**
   * What `evidence` and `unseen` hold, slot by slot and without making them: each member that was seen, and with two zeros each
   * that could have been there. A member of several slots (a type and one that extends it) is told once for each.
   */
  eachMember(tell: (slot: Slot, typed: number, nulls: number) => void): void;
  /** Members that could have been in it, for what they stand in was there, and were not; items (`[]`) of empty arrays too. */
  readonly unseen: readonly string[];
}

/** A received value as a finding shows it: at most 200 characters. */
export function shown(value: unknown): string {
  const text = shownWhole(value);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

function shownWhole(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 200 ? value.slice(0, 200) : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).length} members`;
  return String(value);
}
