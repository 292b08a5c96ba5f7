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
      'rest-map-as-array',
      'rest-enum-as-number',
    ],
    // What stands in an array or a map, and what is an enum, the twin says and no table.
    tripsAt: { 'rest-array-as-string': 'SHOULD', 'rest-map-as-array': 'SHOULD', 'rest-enum-as-number': 'SHOULD' },
    concerns: restResultsWith('value'),
    // A duration in another form is a string of another type; none of the core operations has one.
    judge: about('type', 'duration'),
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
    tripsAt: { 'rest-base64-broken': 'SHOULD', 'rest-base64-url': 'SHOULD' },
    concerns: restResultsWith('base64'),
    judge: about('base64'),
  },
];
