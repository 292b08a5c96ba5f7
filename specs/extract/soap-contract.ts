import {
  contractId,
  type AppliedErratum,
  type Dispute,
  type Field,
  type NamedType,
  type SoapContract,
  type Source,
  type TypeRef,
  type Wrapper,
} from '../contract.ts';
import { effectOf, type EffectRules } from './effects.ts';
import { matches, type Errata } from './errata.ts';
import { resultLength } from './result-length.ts';
import { sampleTypes } from './soap-sample-type.ts';
import { confirm } from './soap-confirm.ts';
import { repairs, type Repair } from './soap-repairs.ts';
import type { EnvelopeSample, SoapPage } from './soap-page.ts';
import type { Wsdl, WsdlOperation } from './wsdl.ts';

export interface SoapResult {
  readonly contract: SoapContract;
  /** Types that only the page's samples show; empty when a WSDL has the operation. */
  readonly types: ReadonlyMap<string, NamedType>;
  /** Of the samples' values. */
  readonly repairs: { readonly request: readonly Repair[]; readonly response: readonly Repair[] };
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** Both messages and the header parts, and where they are stated. */
type Messages = Pick<SoapContract, 'soapAction' | 'input' | 'output' | 'requestHeader' | 'responseHeader'>;

/** What a page adds to the messages: where it departs from the WSDL, and what only its samples show. */
type PageMessages = Messages & {
  readonly disputes: readonly Dispute[];
  readonly types: ReadonlyMap<string, NamedType>;
};

/** From the WSDL where it has the operation, and confirmed by the samples; from the samples alone otherwise. */
export function soapContract(page: SoapPage, wsdl: Wsdl | undefined, rules: EffectRules, errata: Errata): SoapResult {
  const stated = wsdl?.operations.get(page.operation);
  const messages = wsdl && stated ? confirmed(page, stated, wsdl.types) : shown(page);
  const { input, output, types } = messages;
  const pool = wsdl && stated ? wsdl.types : types;
  const mended = {
    request: repairs(page.request, input.fields, pool, errata),
    response: repairs(page.response, output.fields, pool, errata),
  };
  const sampleSource: Source = { evidence: 'sample', page: page.page, line: page.line };
  const length = resultLength(
    page.returns,
    input.fields.map((field) => field.name),
    page.page,
    'sample',
  );
  const contract = contractOf(page, messages, rules, {
    disputes: messages.disputes,
    errata: [
      ...appliedErrata(page.request, mended.request, errata),
      ...appliedErrata(page.response, mended.response, errata),
    ],
    source: sampleSource,
  });
  // Put in afterwards, not spread: contracts are many, and those of one shape share its layout in memory.
  if (page.restrictedLine !== undefined) contract.restricted = { ...sampleSource, line: page.restrictedLine };
  if (page.experimentalLine !== undefined) contract.experimental = { ...sampleSource, line: page.experimentalLine };
  if (length) contract.resultLength = length;
  return { contract, types, repairs: mended };
}

/** From the WSDL alone, for an operation that no page is about. */
export function statedContract(named: Named, stated: WsdlOperation, rules: EffectRules): SoapContract {
  return contractOf(named, stated, rules, { disputes: [], errata: [], source: stated.source });
}

type Named = Pick<SoapContract, 'agent' | 'operation' | 'version'>;

/** In one place, so that all contracts have their members in the same order. */
function contractOf(
  { agent, operation, version }: Named,
  { soapAction, input, output, requestHeader, responseHeader }: Messages,
  rules: EffectRules,
  { disputes, errata, source }: Pick<SoapContract, 'disputes' | 'errata' | 'source'>,
): Writable<SoapContract> {
  const { effect, effectRule } = effectOf(rules, { agent, operation, isVoid: output.fields.length === 0 });
  return {
    protocol: 'soap',
    id: contractId(agent, operation, `soap-${version}`),
    agent,
    operation,
    version,
    path: `/Remote/${version}/${agent}.svc`,
    effect,
    effectRule,
    soapAction,
    namespace: input.namespace,
    input,
    output,
    requestHeader,
    responseHeader,
    disputes,
    errata,
    source,
  };
}

function confirmed(page: SoapPage, stated: WsdlOperation, types: ReadonlyMap<string, NamedType>): PageMessages {
  const { input, output, requestHeader, responseHeader, soapAction } = stated;
  const disputes = [
    ...confirm('input', input, requestHeader, page.request, types),
    ...confirm('output', output, responseHeader, page.response, types),
  ];
  return { input, output, requestHeader, responseHeader, soapAction, disputes, types: new Map() };
}

function shown(page: SoapPage): PageMessages {
  const types = new Map<string, NamedType>();
  const wrapper = (sample: EnvelopeSample): Wrapper => {
    const { fields, types: found } = sampleTypes(sample);
    for (const [name, type] of found) types.set(name, type);
    const { wrapper: node, page: file, line } = sample;
    const source: Source = { evidence: 'sample', page: file, line: line + node.line };
    return { element: node.name, namespace: node.namespace, fields, source };
  };
  const input = wrapper(page.request);
  const output = wrapper(page.response);
  const soapAction = `${input.namespace}/${page.agent}/${page.operation}`;
  const requestHeader = besideBody(page.request);
  return { input, output, requestHeader, responseHeader: [], soapAction, disputes: [], types };
}

/** Without a WSDL, the parts of the header are those that the sample prints beside the body. */
function besideBody({ beside, page, line }: EnvelopeSample): Field[] {
  return beside.map((node) => {
    const source: Source = { evidence: 'sample', page, line: line + node.line };
    const string: TypeRef = { kind: 'scalar', scalar: 'string' };
    if (node.children.length === 0) return { name: node.name, type: string, source };
    const fields = node.children.map((child) => ({
      name: child.name,
      type: string,
      source: { ...source, line: line + child.line },
    }));
    return { name: node.name, type: { kind: 'object', fields }, source };
  });
}

function appliedErrata(sample: EnvelopeSample, mended: readonly Repair[], errata: Errata): AppliedErratum[] {
  const { root, beside, verbatim, page } = sample;
  const applied: AppliedErratum[] = [];
  const note = (id: string, line: number) =>
    applied.push({ id, source: { evidence: 'erratum', page, line: sample.line + line } });
  const namespace = errata['envelope-namespace'];
  if (matches(namespace, { namespace: root.namespace })) {
    // The line that says it, not the one on which its element begins.
    const before = verbatim.slice(root.start, verbatim.indexOf(root.namespace, root.start));
    note(namespace.id, root.line + before.split('\n').length - 1);
  }
  const outside = errata['outside-header'];
  for (const node of beside.slice(0, 1)) {
    if (matches(outside, { parent: root.name, element: node.name })) note(outside.id, node.line);
  }
  for (const { erratum, line } of mended) note(erratum.id, line);
  return applied;
}
