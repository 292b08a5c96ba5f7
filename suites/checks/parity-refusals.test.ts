import { describe, expect, test } from 'vitest';
import type { Subject } from '../check.ts';
import type { WireResponse } from '../exchange.ts';
import { answer, subjectOf } from '../testing/canned-answer.ts';
import { envelope, fault, services86 } from '../testing/canned.ts';
import { corePlan } from '../testing/run-core.ts';
import { checks } from './index.ts';

/** How one protocol answers a request that is wrong on purpose. */
type Given = readonly [status: number, body: string];

const rest = {
  login: [401, '{"Message":"Authorization has been denied for this request."}'],
  forbidden: [403, ''],
  address: [404, '{"Message":"No HTTP resource was found that matches the request URI"}'],
  notFound: [404, '{"Error":true,"ErrorType":"SoNotFoundException","Message":"Not found","ErrorSource":"S"}'],
  malformed: [400, '{"Message":"The body is not JSON."}'],
  bare: [400, ''],
  crash: [500, '{"Message":"An error has occurred."}'],
  result: [200, '{"Id":4,"Value":"Dr.","Tooltip":""}'],
  nothing: [200, 'null'],
  page: [200, '<p>Log in</p>'],
} as const satisfies Readonly<Record<string, Given>>;

const exception = (type: string, message: string): string =>
  `<t:ExceptionInfo><t:Message>${message}</t:Message><t:ExceptionType>${type}</t:ExceptionType></t:ExceptionInfo>`;
const failed = (type: string, message = 'No'): Given => [
  200,
  envelope(services86, `${exception(type, message)}<t:Succeeded>false</t:Succeeded>`, ''),
];
const well = (content: string): Given => [
  200,
  envelope(services86, '<t:Succeeded>true</t:Succeeded>', `<t:GetMrMrsResponse>${content}</t:GetMrMrsResponse>`),
];

const soap = {
  login: failed('SuperOffice.Exceptions.SoSessionException'),
  rights: failed('SoSentryException'),
  faultOfLogin: [500, fault('Log in first')],
  status: [401, ''],
  action: [500, fault('The SOAPAction names no operation of this service.')],
  notFound: failed('SuperOffice.Exceptions.SoNotFoundException', 'Title 9 not found'),
  malformed: [500, fault('The body is not XML: line 1, column 9')],
  untold: [500, fault('Nei')],
  bare: [400, ''],
  crash: [500, fault('Object reference not set to an instance of an object.')],
  result: well('<t:Response><t:Id>4</t:Id></t:Response>'),
  nothing: well('<t:Response i:nil="true"/>'),
  page: [200, '<p>Log in</p>'],
} as const satisfies Readonly<Record<string, Given>>;

const response = ([status, body]: Given, type: string): WireResponse => answer(status, type, body);

function subject(id: string, given: Given): Subject {
  const planned = corePlan.planned.find((one) => one.case.id === id);
  if (planned === undefined) throw new Error(`there is no case ${id}`);
  return subjectOf(planned, response(given, id.includes('/rest-') ? 'application/json' : 'text/xml'));
}

const check = checks.find(({ id }) => id === 'PARITY-REFUSAL');
const malformed = { rest: 'Audience.GetLogoImage/rest-v1/', soap: 'Audience.GetLogoImage/soap-Services86/' };
const titles = { rest: 'List.GetMrMrs/rest-v1/', soap: 'List.GetMrMrs/soap-Services86/' };

/** What the check says on both sides: `fail`, the places that it saw, or why it cannot tell. */
function judged(name: string, onRest: Given, onSoap: Given): { readonly rest: unknown; readonly soap: unknown } {
  const [operation, mine, theirs] =
    name === 'malformed' ? [malformed, 'malformed-json', 'malformed-xml'] : [titles, name, name];
  const [one, other] = [subject(operation.rest + mine, onRest), subject(operation.soap + theirs, onSoap)];
  const say = (judging: Subject, twin: Subject): unknown => {
    const judgement = check?.judge({ ...judging, twin });
    if (judgement === undefined || 'skip' in judgement) return judgement?.skip;
    return judgement.findings.length > 0 ? 'fail' : judgement.seen;
  };
  return { rest: say(one, other), soap: say(other, one) };
}

describe('is right', () => {
  test.each<[name: string, rest: keyof typeof rest, soap: keyof typeof soap]>([
    ['no-credential', 'login', 'login'],
    ['no-credential', 'login', 'faultOfLogin'],
    ['no-credential', 'login', 'status'],
    ['expired-credential', 'forbidden', 'login'],
    ['expired-credential', 'forbidden', 'rights'],
    ['unknown-operation', 'address', 'action'],
    ['malformed', 'malformed', 'malformed'],
    ['unknown-id', 'nothing', 'nothing'],
    ['unknown-id', 'nothing', 'notFound'],
    ['unknown-id', 'address', 'nothing'],
    ['unknown-id', 'notFound', 'notFound'],
  ])('%s: REST %s, SOAP %s', (name, onRest, onSoap) => {
    expect(judged(name, rest[onRest], soap[onSoap])).toEqual({ rest: 1, soap: 1 });
  });

  test.each<[name: string, rest: keyof typeof rest, soap: keyof typeof soap]>([
    ['no-credential', 'login', 'untold'],
    ['unknown-operation', 'bare', 'action'],
    ['unknown-operation', 'address', 'untold'],
    ['malformed', 'malformed', 'bare'],
    ['unknown-id', 'nothing', 'untold'],
  ])('%s, and nothing is seen where one does not say for what: REST %s, SOAP %s', (name, onRest, onSoap) => {
    expect(judged(name, rest[onRest], soap[onSoap])).toEqual({ rest: 0, soap: 0 });
  });
});

describe('is wrong, and told on the side that departs', () => {
  const there = (other: string, what: string): string => `${other} ${what}, which is told there`;

  test.each<[name: string, rest: keyof typeof rest, soap: keyof typeof soap, told: 'rest' | 'soap', skip: string]>([
    ['expired-credential', 'login', 'notFound', 'soap', there('SOAP', 'refuses it for the data')],
    ['empty-credential', 'login', 'crash', 'soap', there('SOAP', 'refuses it for a failure of its own')],
    // The status says that as well as the rights.
    ['unknown-operation', 'forbidden', 'action', 'rest', there('REST', 'refuses it for the credential or the rights')],
    ['unknown-operation', 'login', 'action', 'rest', there('REST', 'refuses it for the credential')],
    ['unknown-operation', 'crash', 'action', 'rest', there('REST', 'refuses it for a failure of its own')],
    ['unknown-operation', 'address', 'crash', 'soap', there('SOAP', 'refuses it for a failure of its own')],
    ['malformed', 'malformed', 'notFound', 'soap', there('SOAP', 'refuses it for the data')],
    ['unknown-id', 'nothing', 'crash', 'soap', there('SOAP', 'refuses it for a failure of its own')],
    ['unknown-id', 'nothing', 'rights', 'soap', there('SOAP', 'refuses it for the rights')],
    ['unknown-id', 'nothing', 'result', 'soap', there('SOAP', 'answers with a result')],
    ['unknown-id', 'crash', 'notFound', 'rest', there('REST', 'refuses it for a failure of its own')],
  ])('%s: REST %s, SOAP %s', (name, onRest, onSoap, told, skip) => {
    const other = told === 'rest' ? 'soap' : 'rest';
    expect(judged(name, rest[onRest], soap[onSoap])).toEqual({ [told]: 'fail', [other]: skip });
  });

  test('where neither refuses for what is wrong, both are told', () => {
    expect(judged('no-credential', rest.notFound, soap.crash)).toEqual({ rest: 'fail', soap: 'fail' });
  });

  test('in the words of both', () => {
    const one = subject(`${titles.soap}expired-credential`, soap.notFound);
    const twin = subject(`${titles.rest}expired-credential`, rest.login);
    expect(check?.judge({ ...one, twin })).toEqual({
      findings: [
        {
          at: 'Envelope/Header/ExceptionInfo',
          expected: 'a refusal for the credential: REST answers 401: Authorization has been denied for this request.',
          received: 'a refusal for the data: 200: SuperOffice.Exceptions.SoNotFoundException: Title 9 not found',
        },
      ],
      seen: 1,
    });
  });
});

test.each<[name: string, rest: keyof typeof rest, soap: keyof typeof soap, onSoap: string]>([
  ['no-credential', 'result', 'login', 'REST answers with a result, which is told there'],
  ['no-credential', 'page', 'login', 'what REST answers is neither a success nor a refusal'],
  ['no-credential', 'login', 'page', 'what SOAP answers is neither a success nor a refusal'],
])('cannot be told: %s, REST %s, SOAP %s', (name, onRest, onSoap, why) => {
  expect(judged(name, rest[onRest], soap[onSoap]).soap).toBe(why);
});

test('without the twin nothing can be told', () => {
  expect(check?.judge(subject(`${titles.soap}no-credential`, soap.login))).toEqual({
    skip: 'its twin was not asked or not answered',
  });
});
