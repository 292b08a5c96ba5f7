import { isDeepStrictEqual } from 'node:util';
import { compareValues } from '../../schemas/same-values.ts';
import type { Comparison, XmlSide } from '../../schemas/same-values.ts';
import type { RestContract } from '../../specs/contract.ts';
import type { Check, Judgement, Subject } from '../check.ts';
import { notSucceeded } from './status.ts';

/** Compares a result in XML with the one that the same read has in JSON before it and after it. */
function compared(subject: Subject, xml: XmlSide, told: readonly string[]): Judgement {
  const { before, after } = subject.reads ?? {};
  if (before === undefined || after === undefined) return { skip: 'the reads before it and after it were not asked' };
  const { contract } = before;
  if (contract.protocol !== 'rest' || contract.output === 'nothing') return { skip: 'REST has no result' };
  const [first, second] = [resultOf(before, contract), resultOf(after, contract)];
  if (first === undefined || second === undefined) return { skip: 'REST answers without a result in JSON' };
  if (before.reading !== after.reading && !isDeepStrictEqual(first.value, second.value)) {
    return { skip: 'the data moved: REST answers the same read otherwise after it than before it' };
  }
  const { type } = contract.output;
  return compareValues({ ...first, type, types: before.types, at: 'body' }, xml, new Set([...first.told, ...told]));
}

/** The result, and the places where a check of REST says that something is wrong. */
function resultOf(
  subject: Subject,
  contract: RestContract,
): { readonly value: unknown; readonly told: readonly string[] } | undefined {
  const json = subject.reading.json();
  const shape = subject.reading.jsonShape();
  if (!json.ok || shape === undefined || notSucceeded(subject, contract) !== undefined) return undefined;
  return { value: json.value, told: placesIn(shape) };
}

function placesIn({ findings }: { readonly findings: Comparison['findings'] }): readonly string[] {
  return findings.map(({ at }) => at);
}

const onSoap: Check = {
  id: 'PARITY-VALUES',
  title: 'SOAP answers a read with the values that REST answers with',
  level: 'SHOULD',
  source: 'operation page and WSDL of the same operation, which name the same result',
  compares: 'reads',
  needs: ['SOAP-WRAPPER', 'HTTP-XML-CHARSET'],
  trippedBy: [
    'parity-soap-number',
    'parity-soap-moment',
    'parity-soap-boolean',
    'parity-soap-bytes',
    'parity-soap-nil',
  ],
  concerns: (contract, asked) => contract.protocol === 'soap' && asked.between !== undefined,
  judge(subject) {
    const { reading, contract } = subject;
    const shape = reading.soapShape();
    const element = reading.envelope()?.content[0]?.children.find(({ name }) => name === 'Response');
    if (shape === undefined || element === undefined || contract.protocol === 'rest') {
      return { skip: 'the SOAP answer holds no Response' };
    }
    const at = `Envelope/Body/${contract.output.element}/Response`;
    return compared(subject, { element, at, types: subject.types }, placesIn(shape));
  },
};

const inXml: Check = {
  id: 'PARITY-XML',
  title: 'A result in XML has the values of the result in JSON',
  level: 'SHOULD',
  source: 'request header table of the operation page (Accept lists application/xml beside application/json)',
  compares: 'reads',
  needs: ['REST-XML', 'HTTP-XML-CHARSET'],
  trippedBy: ['parity-xml-number', 'parity-xml-nil'],
  concerns: (contract, asked) => contract.protocol === 'rest' && asked.between !== undefined,
  judge(subject) {
    const xml = subject.reading.xml();
    return xml.ok ? compared(subject, { element: xml.root, at: xml.root.name }, []) : { skip: 'the answer is no XML' };
  },
};

/** The same read on both protocols, and in both media types of REST. */
export const parityValueChecks: readonly Check[] = [onSoap, inXml];
