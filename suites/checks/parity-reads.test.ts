import { describe, expect, test } from 'vitest';
import type { Subject } from '../check.ts';
import { answer, subjectOf } from '../testing/canned-answer.ts';
import { envelope, fault, services86 } from '../testing/canned.ts';
import { corePlan } from '../testing/run-core.ts';
import { checks } from './index.ts';

type Given = readonly [status: number, body: string];

const refused = (type: string, message = 'Title 4 not found'): string =>
  JSON.stringify({ Error: true, ErrorType: type, Message: message, ErrorSource: 'Lists' });

const rest = {
  result: [200, '{"Id":4,"Value":"Dr.","Tooltip":""}'],
  other: [200, '{"Id":4,"Value":"Prof.","Tooltip":""}'],
  nothing: [200, 'null'],
  notFound: [400, refused('SoNotFoundException')],
  rights: [403, refused('SoSentryException', 'No')],
  login: [401, ''],
  notThere: [404, ''],
  untold: [409, '{"Message":"Somebody was faster"}'],
  crash: [500, '{"Message":"An error has occurred."}'],
  page: [200, '<p>Log in</p>'],
} as const satisfies Readonly<Record<string, Given>>;

const failed = (type: string): Given => [
  200,
  envelope(
    services86,
    `<t:ExceptionInfo><t:Message>No</t:Message><t:ExceptionType>${type}</t:ExceptionType></t:ExceptionInfo><t:Succeeded>false</t:Succeeded>`,
    '',
  ),
];
const well = (content: string): Given => [
  200,
  envelope(services86, '<t:Succeeded>true</t:Succeeded>', `<t:GetMrMrsResponse>${content}</t:GetMrMrsResponse>`),
];

const soap = {
  result: well('<t:Response><t:Id>4</t:Id></t:Response>'),
  nothing: well('<t:Response i:nil="true"/>'),
  notFound: failed('SuperOffice.Exceptions.SoNotFoundException'),
  rights: failed('SoSentryException'),
  login: failed('SoSessionException'),
  untold: [500, fault('Nei')],
  crash: [500, fault('Object reference not set to an instance of an object.')],
  page: [200, '<p>Log in</p>'],
} as const satisfies Readonly<Record<string, Given>>;

function subject(name: string, [status, body]: Given): Subject {
  const planned = corePlan.planned.find((one) => one.case.id === `List.GetMrMrs/${name}`);
  if (planned === undefined) throw new Error(`there is no case ${name}`);
  return subjectOf(planned, answer(status, name.startsWith('rest') ? 'application/json' : 'text/xml', body));
}

const check = checks.find(({ id }) => id === 'PARITY-READ-REFUSAL');

/** `fail`, the places that it saw, or why it cannot tell. */
function judged(before: Given, here: Given, after: Given = before): unknown {
  const reads = { before: subject('rest-v1/generated-1', before), after: subject('rest-v1/read-again', after) };
  const judgement = check?.judge({ ...subject('soap-Services86/same-read', here), reads });
  if (judgement === undefined || 'skip' in judgement) return judgement?.skip;
  return judgement.findings.length > 0 ? 'fail' : judgement.seen;
}

test.each<[rest: keyof typeof rest, soap: keyof typeof soap, outcome: number | 'fail']>([
  ['result', 'result', 1],
  ['nothing', 'nothing', 1],
  // That one has a value and the other has not is for PARITY-VALUES.
  ['result', 'nothing', 1],
  ['notFound', 'notFound', 2],
  ['rights', 'rights', 2],
  ['login', 'login', 2],
  ['notThere', 'notFound', 2],
  ['crash', 'crash', 2],
  ['untold', 'notFound', 1],
  ['notFound', 'untold', 1],
  ['nothing', 'notFound', 1],
  ['notFound', 'nothing', 1],
  ['result', 'notFound', 'fail'],
  ['notFound', 'result', 'fail'],
  ['notFound', 'rights', 'fail'],
  ['notFound', 'login', 'fail'],
  ['notFound', 'crash', 'fail'],
  ['rights', 'notFound', 'fail'],
  ['login', 'notFound', 'fail'],
])('REST %s, SOAP %s: %s', (onRest, onSoap, outcome) => {
  expect(judged(rest[onRest], soap[onSoap])).toBe(outcome);
});

describe('what fails without the other protocol is not told twice', () => {
  test.each<[rest: keyof typeof rest, soap: keyof typeof soap, why: string]>([
    ['result', 'crash', 'SOAP refuses it for a failure of its own, which SOAP-STATUS or SOAP-SUCCEEDED tells'],
    ['result', 'rights', 'SOAP refuses it for the rights, which SOAP-STATUS or SOAP-SUCCEEDED tells'],
    ['result', 'untold', 'SOAP refuses it and does not say for what, which SOAP-STATUS or SOAP-SUCCEEDED tells'],
    ['nothing', 'crash', 'SOAP refuses it for a failure of its own, which SOAP-STATUS or SOAP-SUCCEEDED tells'],
    ['crash', 'result', 'REST refuses it for a failure of its own, which REST-STATUS tells'],
    ['login', 'result', 'REST refuses it for the credential, which REST-STATUS tells'],
    ['notThere', 'result', 'REST refuses it for the operation or the data, which REST-STATUS tells'],
    ['crash', 'notFound', 'REST refuses it for a failure of its own, which REST-STATUS tells'],
  ])('REST %s, SOAP %s', (onRest, onSoap, why) => {
    expect(judged(rest[onRest], soap[onSoap])).toBe(why);
  });
});

describe('the reads around it', () => {
  const moved = 'the data moved: REST answers the same read otherwise after it than before it';

  test.each<[before: keyof typeof rest, after: keyof typeof rest, outcome: string]>([
    ['result', 'notFound', moved],
    ['notFound', 'result', moved],
    ['result', 'nothing', moved],
    ['notFound', 'rights', moved],
    ['page', 'page', 'one of the answers is neither a success nor a refusal'],
    // Whatever its values are now, it was there all the time.
    ['result', 'other', 'fail'],
  ])('%s and %s', (before, after, outcome) => {
    expect(judged(rest[before], soap.notFound, rest[after])).toBe(outcome);
  });

  test('that were not asked tell nothing', () => {
    expect(check?.judge(subject('soap-Services86/same-read', soap.notFound))).toEqual({
      skip: 'the reads before it and after it were not asked',
    });
  });
});

test.each<[rest: keyof typeof rest, soap: keyof typeof soap, at: string, expected: string, received: string]>([
  [
    'result',
    'notFound',
    'Envelope/Header/ExceptionInfo',
    'a result: REST answers with one',
    'a refusal for the data: 200: SuperOffice.Exceptions.SoNotFoundException: No',
  ],
  [
    'notFound',
    'result',
    'Envelope/Body/GetMrMrsResponse',
    'a refusal for the data: REST answers 400: SoNotFoundException: Title 4 not found',
    'a result',
  ],
  [
    'notFound',
    'crash',
    'Envelope/Body/Fault',
    'a refusal for the data: REST answers 400: SoNotFoundException: Title 4 not found',
    'a refusal for a failure of its own: 500: Object reference not set to an instance of an object.',
  ],
])('says where and what: REST %s, SOAP %s', (onRest, onSoap, at, expected, received) => {
  const reads = {
    before: subject('rest-v1/generated-1', rest[onRest]),
    after: subject('rest-v1/read-again', rest[onRest]),
  };
  expect(check?.judge({ ...subject('soap-Services86/same-read', soap[onSoap]), reads })).toEqual({
    findings: [{ at, expected, received }],
    seen: 1,
  });
});
