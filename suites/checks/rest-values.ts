import { repairJson } from '../../schemas/repair-json.ts';
import type { JsonAspect } from '../../schemas/shape-report.ts';
import type { Check, CheckId, Judgement, Subject } from '../check.ts';
import { restResults, restResultsWith } from './concern.ts';
import { repaired } from './finding.ts';

/** Takes from the report on the body what is about one kind of departure. */
function about(...aspects: readonly JsonAspect[]) {
  return ({ reading }: Subject): Judgement => {
    const report = reading.jsonShape();
    if (report === undefined) return { skip: 'the answer is no JSON text' };
    return {
      findings: report.findings
        .filter((found) => aspects.includes(found.aspect))
        .map((found) => repaired(found, repairJson(found, report.slotOf(found)))),
      seen: aspects.reduce((sum, aspect) => sum + report.seen[aspect], 0),
    };
  };
}

const table = 'response table of the operation page';
const afterTopLevel: readonly CheckId[] = ['REST-TOP-LEVEL'];

/** What stands in a REST result. A finding has the level of the source that states the member. */
export const restValueChecks: readonly Check[] = [
  {
    id: 'REST-TOP-LEVEL',
    title: 'A REST result is of the documented kind: array, object, string, number or boolean',
    level: 'MUST',
    source: table,
    needs: ['REST-NO-ERROR-BODY'],
    trippedBy: ['rest-object-for-array', 'rest-array-wrapped', 'rest-null-for-array'],
    tripsAt: { 'rest-null-for-array': 'OBSERVE' },
    concerns: restResults,
    judge: about('top-level'),
  },
  {
    id: 'REST-MEMBERS',
    title: 'Every documented member is in the result, null where it has no value',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-member-missing', 'rest-nulls-left-out'],
    concerns: restResultsWith('object'),
    judge: about('missing'),
  },
  {
    id: 'REST-NAMES',
    title: 'Member names of a result are written exactly as documented',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-names-camel', 'rest-name-lower'],
    concerns: restResultsWith('object'),
    judge: about('name-case'),
  },
  {
    id: 'REST-EXTRA',
    title: 'A result has no members beside the documented ones',
    level: 'OBSERVE',
    source: 'silence of the operation page: later releases add members',
    needs: afterTopLevel,
    trippedBy: ['rest-extra-member'],
    concerns: restResultsWith('object'),
    judge: about('extra'),
  },
  {
    id: 'REST-DUPLICATE',
    title: 'No object of a result has a member twice',
    level: 'SHOULD',
    source: 'RFC 8259 §4',
    needs: afterTopLevel,
    trippedBy: ['rest-member-twice'],
    concerns: restResultsWith('object', 'map'),
    judge: about('duplicate'),
  },
  {
    id: 'REST-TYPE',
    title: 'Every value of a result has the documented JSON type',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: [
      'rest-number-as-string',
      'rest-boolean-as-string',
      'rest-boolean-as-number',
      'rest-string-as-number',
      'rest-array-as-string',
      'rest-enum-as-number',
    ],
    // What is an enum, the twin says and no table.
    tripsAt: { 'rest-enum-as-number': 'SHOULD' },
    concerns: restResultsWith('value'),
    judge: about('type'),
  },
  {
    id: 'REST-ITEMS',
    title: 'Every item of an array in a result has the documented type',
    level: 'MUST',
    source: 'response table of the operation page; WSDL of the operation’s SOAP twin',
    needs: afterTopLevel,
    trippedBy: ['rest-item-as-string', 'rest-item-of-body-as-string'],
    // What stands in an array inside the result, the twin says and no table.
    tripsAt: { 'rest-item-as-string': 'SHOULD' },
    concerns: restResultsWith('array'),
    judge: about('item'),
  },
  {
    id: 'REST-MAP',
    title: 'A map of a result is an object whose values have the documented type',
    level: 'MUST',
    source: 'response table of the operation page; WSDL of the operation’s SOAP twin',
    needs: afterTopLevel,
    trippedBy: ['rest-map-as-array', 'rest-map-value-as-string'],
    tripsAt: { 'rest-map-value-as-string': 'SHOULD' },
    concerns: restResultsWith('map'),
    judge: about('map'),
  },
  {
    id: 'REST-NULL',
    title: 'Numbers, booleans, dates and enums of a result are never null',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-null-number', 'rest-null-boolean', 'rest-null-date', 'rest-null-array'],
    tripsAt: { 'rest-null-array': 'OBSERVE' },
    concerns: restResultsWith('value'),
    judge: about('null'),
  },
  {
    id: 'REST-INT32',
    title: 'An integer of a result is a whole number within the range of its type',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-int-too-large', 'rest-int-fraction'],
    concerns: restResultsWith('integer'),
    judge: about('range'),
  },
  {
    id: 'REST-INT64',
    title: 'An int64 of a result is a whole number within 64 bits',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-int64-too-large', 'rest-int64-fraction'],
    // The table says int, and the twin of how many bits.
    tripsAt: { 'rest-int64-too-large': 'SHOULD', 'rest-int64-fraction': 'SHOULD' },
    concerns: restResultsWith('int64'),
    judge: about('int64'),
  },
  {
    id: 'REST-DATE',
    title: 'A date-time of a result is written as yyyy-MM-ddTHH:mm:ss and is on the calendar',
    level: 'MUST',
    source: table,
    needs: afterTopLevel,
    trippedBy: ['rest-date-local', 'rest-date-without-time', 'rest-date-impossible', 'rest-date-ms'],
    concerns: restResultsWith('date-time'),
    judge: about('date-time'),
  },
  {
    id: 'REST-DURATION',
    title: 'A duration of a result is written as hh:mm:ss or as ISO 8601 has it',
    level: 'SHOULD',
    source: 'sample of the operation page; the vendor’s client, which reads both; WSDL of the operation’s SOAP twin',
    needs: afterTopLevel,
    trippedBy: ['rest-duration-words', 'rest-duration-minutes'],
    concerns: restResultsWith('duration'),
    judge: about('duration'),
  },
  {
    id: 'REST-ENUM',
    title: 'An enum value of a result is a name, written exactly as documented',
    level: 'SHOULD',
    source: 'WSDL of the operation’s SOAP twin',
    needs: afterTopLevel,
    trippedBy: ['rest-enum-case'],
    concerns: restResultsWith('enum', 'flags'),
    judge: about('enum'),
  },
  {
    id: 'REST-FLAGS',
    title: 'Flags of a result are a list of names between commas, and no number',
    level: 'SHOULD',
    source: 'the vendor’s client, which fails on a number; WSDL of the operation’s SOAP twin',
    needs: afterTopLevel,
    trippedBy: ['rest-flags-as-number', 'rest-flags-as-array'],
    concerns: restResultsWith('flags'),
    judge: about('flags'),
  },
  {
    id: 'REST-ENUM-KNOWN',
    title: 'An enum value of a result is one that a source names',
    level: 'OBSERVE',
    source: 'WSDL of the operation’s SOAP twin: later releases add names',
    needs: afterTopLevel,
    trippedBy: ['rest-enum-unknown'],
    concerns: restResultsWith('enum', 'flags'),
    judge: about('unknown-name'),
  },
  {
    id: 'REST-BASE64',
    title: 'Bytes of a result are written in base64 with padding',
    level: 'MUST',
    source: 'response table of the operation page (byte); RFC 4648 §4',
    needs: afterTopLevel,
    trippedBy: ['rest-base64-broken', 'rest-base64-url'],
    concerns: restResultsWith('base64'),
    judge: about('base64'),
  },
];
