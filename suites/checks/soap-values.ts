import { repairXml } from '../../schemas/repair-xml.ts';
import type { XmlAspect } from '../../schemas/shape-report.ts';
import type { Check, CheckId, Judgement, Subject } from '../check.ts';
import { soapOuts, soapResults, soapResultsWith } from './concern.ts';
import { repaired } from './finding.ts';

/** Takes from the report on the response element what is about one kind of departure. */
function about(...aspects: readonly XmlAspect[]) {
  return ({ reading }: Subject): Judgement => {
    const report = reading.soapShape();
    if (report === undefined) return { skip: 'the Body does not hold the operation’s response element' };
    return {
      findings: report.findings
        .filter((found) => aspects.includes(found.aspect))
        .map((found) => repaired(found, repairXml(found, report.slotOf(found)))),
      seen: aspects.reduce((sum, aspect) => sum + report.seen[aspect], 0),
    };
  };
}

const wsdl = 'WSDL (types)';
const afterWrapper: readonly CheckId[] = ['SOAP-WRAPPER'];

/** What stands in the response element of an operation that has a result. */
export const soapValueChecks: readonly Check[] = [
  {
    id: 'SOAP-MEMBERS',
    title: 'Every documented member is in the result under its exact name, nil where it has no value',
    level: 'MUST',
    source: 'WSDL (types)',
    needs: afterWrapper,
    trippedBy: ['soap-member-missing', 'soap-member-case', 'soap-response-missing'],
    // The WSDL says minOccurs="0" of nearly everything.
    tripsAt: { 'soap-member-missing': 'SHOULD', 'soap-response-missing': 'SHOULD' },
    concerns: soapResults,
    judge: about('missing'),
  },
  {
    id: 'SOAP-OUT',
    title: 'The out-parameters of an operation stand beside its Response, under their exact names',
    level: 'MUST',
    source: 'WSDL (element of the output message)',
    needs: afterWrapper,
    trippedBy: ['soap-out-missing', 'soap-out-case'],
    tripsAt: { 'soap-out-missing': 'SHOULD' },
    concerns: soapOuts,
    judge: about('out'),
  },
  {
    id: 'SOAP-EXTRA',
    title: 'A result has no elements beside those of the WSDL',
    level: 'OBSERVE',
    source: 'silence of the WSDL: later generations add members',
    needs: afterWrapper,
    trippedBy: ['soap-extra-member'],
    concerns: soapResults,
    judge: about('extra'),
  },
  {
    id: 'SOAP-ORDER',
    title: 'Members stand in the order of the WSDL, inherited ones first',
    level: 'MUST',
    source: 'WSDL (xs:sequence)',
    needs: afterWrapper,
    trippedBy: ['soap-order-swapped', 'soap-inherited-after-own'],
    concerns: soapResults,
    judge: about('order'),
  },
  {
    id: 'SOAP-NAMESPACE',
    title: 'Every element is in the namespace of its declaration',
    level: 'MUST',
    source: 'WSDL (elementFormDefault)',
    needs: afterWrapper,
    trippedBy: ['soap-member-no-namespace', 'soap-member-other-namespace'],
    concerns: soapResults,
    judge: about('namespace'),
  },
  {
    id: 'SOAP-VALUE',
    title: 'Every value is written as its XSD type has it',
    level: 'MUST',
    source: 'WSDL (types); XML Schema Part 2 §3',
    needs: afterWrapper,
    trippedBy: [
      'soap-int-word',
      'soap-int-empty',
      'soap-int-fraction',
      'soap-int-too-large',
      'soap-int-element',
      'soap-text-in-carrier',
      'soap-boolean-capital',
      'soap-duration-clock',
      'soap-date-local',
      'soap-date-impossible',
      'soap-double-comma',
      'soap-short-too-large',
      'soap-base64-broken',
    ],
    concerns: soapResults,
    judge: about('value', 'content'),
  },
  {
    id: 'SOAP-ENUM',
    title: 'An enum value is one of the names that the WSDL lists',
    level: 'MUST',
    source: 'WSDL (xs:enumeration)',
    needs: afterWrapper,
    trippedBy: ['soap-enum-unknown', 'soap-enum-case', 'soap-enum-number'],
    concerns: soapResultsWith('enum'),
    judge: about('enum'),
  },
  {
    id: 'SOAP-FLAGS',
    title: 'A flags value is a list of names of the WSDL with spaces between them',
    level: 'MUST',
    source: 'WSDL (xs:list)',
    needs: afterWrapper,
    trippedBy: ['soap-flags-comma', 'soap-flags-number'],
    concerns: soapResultsWith('flags'),
    judge: about('flags'),
  },
  {
    id: 'SOAP-ARRAY',
    title: 'The items of an array are elements of the name and namespace that the WSDL gives them',
    level: 'MUST',
    source: 'WSDL (types, ArrayOf…)',
    needs: afterWrapper,
    trippedBy: ['soap-item-renamed', 'soap-item-case'],
    concerns: soapResultsWith('array'),
    judge: about('item'),
  },
  {
    id: 'SOAP-DICTIONARY',
    title: 'A dictionary holds pairs under the name that the WSDL gives them, each key once',
    level: 'MUST',
    source: 'WSDL (types, …KeyValuePair)',
    needs: afterWrapper,
    trippedBy: ['soap-pair-renamed', 'soap-key-twice'],
    concerns: soapResultsWith('map'),
    judge: about('entry'),
  },
  {
    id: 'SOAP-NIL',
    title: 'Only what is nillable is nil, and what is nil is empty',
    level: 'MUST',
    source: 'WSDL (nillable); XML Schema Part 1 §2.6.2',
    needs: afterWrapper,
    trippedBy: ['soap-nil-int', 'soap-nil-filled'],
    concerns: soapResults,
    judge: about('nil'),
  },
  {
    id: 'SOAP-XSI-TYPE',
    title: 'An xsi:type names the declared type or one derived from it',
    level: 'MUST',
    source: wsdl,
    needs: afterWrapper,
    trippedBy: ['soap-xsi-type-wrong', 'soap-xsi-type-unknown', 'soap-xsi-type-not-derived'],
    concerns: soapResults,
    judge: about('xsi-type'),
  },
];
