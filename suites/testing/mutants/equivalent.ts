import type { Kind, Mutant, Mutation, Role } from './mutant.ts';

/** Mutants that no check can be asked to kill, because what they make is right as well. */
export interface EquivalentRule {
  readonly id: string;
  readonly of: readonly ('json' | 'xml')[];
  readonly mutations: readonly Mutation[];
  /** Where the node stands, or what it holds. */
  readonly on: readonly (Role | Kind)[];
  readonly reason: string;
}

export const equivalentRules: readonly EquivalentRule[] = [
  {
    id: 'items',
    of: ['json', 'xml'],
    mutations: ['drop', 'reorder'],
    on: ['item', 'entry'],
    reason: 'No source says how many items or entries there are, nor in which order, but where a result is counted.',
  },
  {
    id: 'item-twice',
    of: ['json', 'xml'],
    mutations: ['duplicate'],
    on: ['item'],
    reason: 'An array may hold equal items.',
  },
  {
    id: 'keys',
    of: ['json'],
    mutations: ['rename', 'change case'],
    on: ['entry'],
    reason: 'The keys of a map are data.',
  },
  {
    id: 'member-order',
    of: ['json'],
    mutations: ['reorder'],
    on: ['member'],
    reason: 'The members of a JSON object have no order (RFC 8259 §4).',
  },
  {
    id: 'null-allowed',
    of: ['json', 'xml'],
    mutations: ['null'],
    on: ['text', 'base64', 'carrier'],
    reason: 'Texts, bytes and carriers may be null; a REST result is null for an unknown id.',
  },
  {
    id: 'nillable-lists',
    of: ['xml'],
    mutations: ['null'],
    on: ['array', 'map'],
    reason: 'The WSDL has arrays and dictionaries nillable.',
  },
  {
    id: 'other-text',
    of: ['xml'],
    mutations: ['to text', 'to 1.5', 'to true'],
    on: ['text'],
    reason: 'In XML every text is a value of xs:string.',
  },
  {
    id: 'true-is-base64',
    of: ['xml'],
    mutations: ['to true'],
    on: ['base64'],
    reason: 'Four letters are three bytes in base64, and in XML nothing tells a boolean from a text.',
  },
  {
    id: 'other-value',
    of: ['json', 'xml'],
    mutations: ['to 1.5'],
    on: ['number'],
    reason: 'Another value of the same type: 1.5 is a double.',
  },
  {
    id: 'other-truth',
    of: ['json', 'xml'],
    mutations: ['to true', 'to false'],
    on: ['boolean'],
    reason: 'Another value of the same type: true for false, false for true.',
  },
  {
    id: 'text-for-null',
    of: ['json'],
    mutations: ['to text'],
    on: ['text'],
    reason: 'Another value of the same type: a text for null.',
  },
  {
    id: 'inherited',
    of: ['xml'],
    mutations: ['drop'],
    on: ['inherited member'],
    reason: 'Members of Carrier stand in the WSDL and in no sample: they may be missing.',
  },
  {
    id: 'header-entries',
    of: ['xml'],
    mutations: ['add'],
    on: ['header'],
    reason: 'SOAP 1.1 §4.2 lets a Header hold entries of anybody.',
  },
  {
    id: 'soap-attributes',
    of: ['xml'],
    mutations: ['add attribute'],
    on: ['structure', 'Succeeded'],
    reason:
      'SOAP’s own elements may have attributes (SOAP 1.1 §4), and no reader looks at those that it does not know.',
  },
];

export function equivalentTo(of: 'json' | 'xml', mutant: Mutant): EquivalentRule | undefined {
  return equivalentRules.find(
    (rule) =>
      rule.of.includes(of) &&
      rule.mutations.includes(mutant.mutation) &&
      (rule.on.includes(mutant.role) || rule.on.includes(mutant.kind)),
  );
}
