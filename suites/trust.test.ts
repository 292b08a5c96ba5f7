import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordVerdict } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { ContractId } from '../specs/contract.ts';
import { answer, planned, subjectOf, verdictsOn } from './testing/canned-answer.ts';
import type { CheckId } from './check.ts';
import { checks } from './checks/index.ts';
import { envelope, services86, succeeded } from './testing/canned.ts';
import { emulatedAnswer } from './testing/mutants/answers.ts';

/** No answer is passed unseen: what is wrong fails something, and what was not looked at is told. */
const catalogue = openCatalogue();
const json = 'application/json; charset=utf-8';
const xml = 'text/xml; charset=utf-8';

function judged(id: ContractId, body: string, mediaType = id.includes('/rest-') ? json : xml, status = 200) {
  return verdictsOn(planned(catalogue, id), answer(status, mediaType, body));
}

const failing = (verdicts: readonly RecordVerdict[]): readonly string[] =>
  verdicts.filter(({ outcome }) => outcome === 'fail').map(({ check, level }) => `${check} ${level}`);

const list = 'EMail.SendEMails/rest-v1';
const object = 'FreeText.GetStatus/rest-v1';
const map = 'Project.ValidateProjectEntity/rest-v1';
const text = 'User.ChangeOwnPassword/rest-v1';

describe('a REST answer that is wrong is passed by no set of checks', () => {
  test.each<[ContractId, string, string]>([
    [list, '', 'REST-JSON MUST'],
    [list, ' ', 'REST-JSON MUST'],
    [list, '{}', 'REST-TOP-LEVEL MUST'],
    [list, '[{}]', 'REST-MEMBERS MUST'],
    [list, '[[]]', 'REST-ITEMS MUST'],
    [list, '[0]', 'REST-ITEMS MUST'],
    [list, '""', 'REST-TOP-LEVEL MUST'],
    [list, '[] []', 'REST-JSON MUST'],
    [list, '[],', 'REST-JSON MUST'],
    [list, '// none\n[]', 'REST-JSON MUST'],
    [list, "['a']", 'REST-JSON MUST'],
    [list, '\ufeff[]', 'REST-JSON MUST'],
    [list, '<html/>', 'REST-JSON MUST'],
    [list, '{"Message":"no"}', 'REST-NO-ERROR-BODY MUST'],
    [map, '{"a":"1","a":"2"}', 'REST-DUPLICATE SHOULD'],
    [text, '"true"', 'REST-TOP-LEVEL MUST'],
  ])('%s %j', (id, body, check) => {
    expect(failing(judged(id, body))).toContain(check);
  });

  test('a double that no double can hold, where there are no integers', () => {
    const id = 'List.GetBaseCurrency/rest-v1';
    const right = emulatedAnswer(catalogue, id)?.text ?? '';
    expect(failing(judged(id, right))).toEqual([]);
    expect(failing(judged(id, right.replace(/"Rate":[^,}]+/, '"Rate":1e999')))).toContain('REST-TYPE MUST');
  });
});

describe('a SOAP answer that is wrong is passed by no set of checks', () => {
  const relay = 'EMail.RelayMessage/soap-Services86';
  const right = envelope(services86, succeeded, '<t:RelayMessageResponse/>');
  const yes = '<t:Succeeded>true</t:Succeeded>';

  test('the one that is right passes all', () => {
    expect(judged(relay, right).filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['', '', 'SOAP-WELL-FORMED MUST'],
    ['Succeeded twice', right.replace(yes, yes + yes), 'SOAP-HEADER-PARTS MUST'],
    [
      'Succeeded true and then false',
      right.replace(yes, `${yes}<t:Succeeded>false</t:Succeeded>`),
      'SOAP-SUCCEEDED MUST',
    ],
    ['an element in Succeeded', right.replace(yes, '<t:Succeeded>true<t:A/></t:Succeeded>'), 'SOAP-HEADER-PARTS MUST'],
    ['Succeeded empty', right.replace(yes, '<t:Succeeded/>'), 'SOAP-SUCCEEDED MUST'],
    ['Succeeded nil', right.replace(yes, '<t:Succeeded i:nil="true"/>'), 'SOAP-SUCCEEDED MUST'],
    ['Succeeded in the Body', right.replace(yes, '').replace('<t:Relay', `${yes}<t:Relay`), 'SOAP-HEADER SHOULD'],
    [
      'an ExceptionInfo after one that is nil',
      right.replace(yes, `<t:ExceptionInfo><t:Message>No</t:Message></t:ExceptionInfo>${yes}`),
      'SOAP-SUCCEEDED MUST',
    ],
    ['a nil wrapper', right.replace('Response/>', 'Response i:nil="true"/>'), 'SOAP-VOID MUST'],
    ['text beside the wrapper', right.replace('<t:RelayMessageResponse/>', 'done'), 'SOAP-WRAPPER MUST'],
    ['text in the Envelope', right.replace('<soap:Header', 'well<soap:Header'), 'SOAP-ENVELOPE MUST'],
    ['text in the Header', right.replace('<soap:Header>', '<soap:Header>well'), 'SOAP-ENVELOPE MUST'],
    ['text and the wrapper', right.replace('<t:Relay', 'done<t:Relay'), 'SOAP-WRAPPER MUST'],
    ['the request', right.replace('RelayMessageResponse', 'RelayMessage'), 'SOAP-WRAPPER MUST'],
    ['JSON', '{}', 'SOAP-WELL-FORMED MUST'],
  ])('%s', (_, body, check) => {
    expect(failing(judged(relay, body))).toContain(check);
  });
});

describe('what had nothing to look at says so', () => {
  const messages = 'Messaging.SendMessages/soap-Services86';
  const relay = 'EMail.RelayMessage/soap-Services86';
  const nothing = envelope(services86, succeeded, '<t:SendMessagesResponse/>');
  const silent = envelope(services86, '', '<t:RelayMessageResponse/>');

  test.each<[CheckId, ContractId, string]>([
    ['HTTP-FRAMING', list, '[]'],
    ['HTTP-CODING', list, '[]'],
    ['HTTP-XML-CHARSET', relay, silent.replace(/<\?.*\?>/, '')],
    ['REST-NO-ERROR-BODY', map, '{"Message":"no"}'],
    ['REST-MEMBERS', list, '[]'],
    ['REST-MEMBERS', object, 'null'],
    ['REST-NAMES', list, '[]'],
    ['REST-EXTRA', list, '[]'],
    ['REST-DUPLICATE', list, '[]'],
    ['REST-NULL', list, '[]'],
    ['REST-INT32', list, '[]'],
    ['REST-DATE', list, '[null]'],
    ['REST-ENUM', list, '[null]'],
    ['REST-ENUM-KNOWN', list, '[null]'],
    ['REST-BASE64', list, '[null]'],
    ['REST-TYPE', object, 'null'],
    ['REST-ITEMS', list, '[]'],
    ['REST-MAP', list, '[null]'],
    ['REST-FLAGS', list, '[null]'],
    ['REST-DURATION', 'Appointment.GetAppointmentEntity/rest-v1', 'null'],
    ['REST-INT64', list, '[null]'],
    ['SOAP-SUCCEEDED', relay, silent],
    ['SOAP-VALUE', messages, nothing.replace('Response/>', 'Response i:nil="true"/>')],
    ['SOAP-XSI-TYPE', messages, nothing],
    ['SOAP-NAMESPACE', messages, nothing],
    ['SOAP-HEADER-PARTS', relay, silent],
    ['SOAP-EXCEPTION', relay, silent],
    ['SOAP-EXCEPTION', messages, nothing],
    ['SOAP-ENUM', messages, nothing],
    ['SOAP-ARRAY', messages, nothing],
    ['SOAP-FLAGS', messages, nothing],
    ['SOAP-DICTIONARY', messages, nothing],
    ['DISCOVERY-UNKNOWN', list, '[]'],
    ['DISCOVERY-UNLISTED', list, '["/api/v1/Agents/EMail"]'],
  ])('%s of %s %j', (id, contract, body) => {
    const check = checks.find((one) => one.id === id);
    const mediaType = contract.includes('/rest-') ? json : 'text/xml';
    const judgement = check?.judge(subjectOf(planned(catalogue, contract), answer(200, mediaType, body)));
    expect(judgement).toMatchObject({ seen: 0 });
  });
});

describe('a comparison that had nothing to compare says so', () => {
  const [rest, soap] = ['EMail.RelayMessage/rest-v1', 'EMail.RelayMessage/soap-Services86'];
  const asked = (id: ContractId, status: number, body: string) =>
    subjectOf(planned(catalogue, id, 'no-credential'), answer(status, id === rest ? json : xml, body));
  const judge = (status: number, body: string) =>
    checks
      .find(({ id }) => id === 'PARITY-REFUSAL')
      ?.judge({ ...asked(soap, status, body), twin: asked(rest, 401, '{"Message":"Log in"}') });
  const untold = envelope(services86, '<t:Succeeded>false</t:Succeeded>', '');

  test.each<[CheckId, number, string, number]>([
    ['PARITY-REFUSAL', 400, '', 0],
    ['PARITY-REFUSAL', 200, untold, 0],
    ['PARITY-REFUSAL', 401, '', 1],
  ])('%s of a refusal %i %s', (_, status, body, seen) => {
    expect(judge(status, body)).toEqual({ findings: [], seen });
  });
});

test.each<[ContractId, string, string]>([
  [list, '[]', 'HTTP-MEDIA-TYPE MUST'],
  [
    'EMail.RelayMessage/soap-Services86',
    envelope(services86, succeeded, '<t:RelayMessageResponse/>'),
    'SOAP-MEDIA-TYPE MUST',
  ],
])('two labels that contradict each other are told: %s', (id, body, check) => {
  const one = planned(catalogue, id);
  const { headers, ...rest } = answer(200, id.includes('/rest-') ? json : xml, body);
  const again = (value: string) =>
    failing(verdictsOn(one, { ...rest, headers: [...headers, ['content-type', value]] }));
  expect(again('text/html')).toEqual([check]);
  expect(again(headers[0]?.[1] ?? '')).toEqual([]);
});

describe('a status that is not documented is told', () => {
  const documented: Readonly<Record<string, string>> = {
    'EMail.SendEMails/rest-v1': 'REST-STATUS',
    'EMail.RelayMessage/rest-v1': 'REST-STATUS',
    'EMail.RelayMessage/soap-Services86': 'SOAP-STATUS',
  };
  const statuses = [
    201, 202, 203, 205, 206, 207, 226, 400, 401, 403, 404, 405, 406, 409, 415, 418, 429, 500, 501, 503, 599,
  ];

  test.each(Object.entries(documented))('of %s', (id, check) => {
    const right = emulatedAnswer(catalogue, id)?.text ?? '';
    const failed = statuses.map((status) =>
      failing(judged(id, right, undefined, status)).map((told) => told.split(' ')[0]),
    );
    expect(failed).toEqual(statuses.map(() => [check]));
  });
});

/** One deliberate accident to bytes: a byte changed, some cut out, some put in. */
const accident = fc.record({ at: fc.nat(), length: fc.nat(6), bytes: fc.uint8Array({ maxLength: 6 }) });

describe('whatever happens to the bytes of an answer, no check breaks', () => {
  test.each([
    list,
    object,
    map,
    text,
    'Messaging.SendMessages/soap-Services86',
    'List.GetBaseCurrency/soap-Services86',
  ])('%s', (id) => {
    const right = Buffer.from(emulatedAnswer(catalogue, id)?.text ?? '');
    const one = planned(catalogue, id);
    const mediaType = id.includes('/rest-') ? json : xml;
    fc.assert(
      fc.property(fc.array(accident, { minLength: 1, maxLength: 3 }), (accidents) => {
        const body = accidents.reduce((bytes, { at, length, bytes: put }) => {
          const start = at % (bytes.length + 1);
          return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + length)]);
        }, right);
        const verdicts = verdictsOn(one, answer(200, mediaType, body));
        expect(verdicts.filter(({ outcome }) => outcome === 'broken' || outcome === 'skipped')).toEqual([]);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

describe('whatever the headers of an answer say, no check breaks', () => {
  const types = [
    '',
    ';',
    'text',
    'text/',
    '/xml',
    'text/xml;charset',
    'text/xml; charset=',
    'text/xml; charset="',
    'é',
    '\0',
  ];
  const charsets = [
    'utf-8',
    'UTF8',
    'utf-16',
    'utf-16le',
    'utf-7',
    'latin1',
    'iso-8859-1',
    'windows-1252',
    'ascii',
    'bogus',
    '"utf-8"',
  ];
  const codings = ['gzip', 'x-gzip', 'br', 'deflate', 'identity', 'gzip, gzip', '', 'bogus', 'GZIP'];
  const contentType = fc.oneof(
    fc.constantFrom(...types),
    fc.constantFrom(...charsets).map((charset) => `text/xml; charset=${charset}`),
    fc.string({ maxLength: 30 }),
  );
  const other = fc.tuple(
    fc.constantFrom('content-encoding', 'content-length', 'transfer-encoding', 'location', 'content-type'),
    fc.oneof(fc.constantFrom(...codings), fc.string({ maxLength: 20 })),
  );

  test.each([list, 'EMail.RelayMessage/rest-v1', 'EMail.RelayMessage/soap-Services86'])('%s', (id) => {
    const one = planned(catalogue, id);
    const right = emulatedAnswer(catalogue, id)?.text ?? '';
    fc.assert(
      fc.property(
        contentType,
        fc.array(other, { maxLength: 3 }),
        fc.constantFrom(200, 204, 302, 401, 500),
        (type, more, status) => {
          const { headers, ...rest } = answer(status, type, right);
          const verdicts = verdictsOn(one, { ...rest, headers: [...headers, ...more] });
          expect(verdicts.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});
