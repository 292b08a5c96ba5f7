import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Reason } from './checks/reason.ts';
import { answer, planned, subjectOf } from './testing/canned-answer.ts';
import { upshotOf } from './upshot.ts';

const catalogue = openCatalogue();
const json = 'application/json; charset=utf-8';
const whose: readonly Reason[] = ['the credential', 'the rights'];
const request: readonly Reason[] = ['the message', 'the data'];
const failure: readonly Reason[] = ['a failure of its own'];

/** `result`, `nothing`, `unclear`; of a refusal what it is for. */
function upshot(id: string, status: number, body: string, type: string | undefined): string | readonly Reason[] {
  const found = upshotOf(subjectOf(planned(catalogue, id), answer(status, type, body)));
  return found.kind === 'refused' ? found.for : found.kind;
}

describe('REST', () => {
  const carrier = 'Contact.GetContactEntity/rest-v1';
  const told = (type: string, message = 'Contact 41 not found'): string =>
    JSON.stringify({ Error: true, ErrorType: type, Message: message, ErrorSource: 'SuperOffice' });

  test.each<[status: number, body: string, outcome: string | readonly Reason[]]>([
    [200, '{"ContactId": 4}', 'result'],
    [200, 'null', 'nothing'],
    [204, '', 'nothing'],
    [200, told('SoNotFoundException'), ['the data']],
    [400, told('SoNotFoundException'), ['the data']],
    [404, told('SoNotFoundException'), ['the data']],
    [500, told('SuperOffice.CRM.Data.SoDataException'), ['the data']],
    [404, '{"Message":"No HTTP resource was found that matches the request URI"}', ['the operation', 'the data']],
    [404, '', ['the operation', 'the data']],
    [405, '', ['the verb', 'the operation']],
    [501, '', ['the operation']],
    [401, '', ['the credential']],
    // The status is what a client goes by.
    [401, told('SoNotFoundException'), ['the credential']],
    [403, '<p>Forbidden</p>', whose],
    [403, told('SuperOffice.CRM.SoSentryException', 'No'), ['the rights']],
    [400, told('SuperOffice.Exceptions.SoSessionException', 'No'), ['the credential']],
    [400, '{"Message":"The session has expired."}', whose],
    [400, '{"Message":"The request is invalid."}', request],
    [422, '{"Message":"The request is invalid.","MessageDetail":"Unexpected token"}', ['the message']],
    [400, '{"Message":"The body is not JSON."}', ['the message']],
    [400, '', []],
    [400, '<h1>Bad Request</h1>', []],
    [409, '{"Message":"Somebody was faster"}', []],
    [500, '{"Message":"An error has occurred."}', failure],
    [500, '<html><body>Runtime Error</body></html>', failure],
    [500, told('System.NullReferenceException'), failure],
    [500, told('System.InvalidOperationException', 'You are not logged in'), whose],
    [400, told('System.Exception', 'No mailbox'), failure],
    [415, '{"Message":"No reader"}', ['the media type']],
    [302, '', 'unclear'],
    [201, '{}', 'unclear'],
    [200, '<p>Log in</p>', 'unclear'],
  ])('%i %s', (status, body, outcome) => {
    expect(upshot(carrier, status, body, json)).toEqual(outcome);
  });

  test('a void operation that is done has a result like any other', () => {
    expect(upshot('EMail.RelayMessage/rest-v1', 204, '', undefined)).toBe('result');
  });
});

describe('SOAP', () => {
  const id = 'Contact.GetContactEntity/soap-Services88';
  const ns = 'http://www.superoffice.net/ws/crm/NetServer/Services88';
  const envelope = (header: string, body: string): string =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="${ns}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  const exception = (type: string, message = 'Contact 41 not found'): string =>
    `<t:ExceptionInfo><t:Message>${message}</t:Message>${type === '' ? '' : `<t:ExceptionType>${type}</t:ExceptionType>`}</t:ExceptionInfo>`;
  const failed = '<t:Succeeded>false</t:Succeeded>';
  const well = '<t:Succeeded>true</t:Succeeded>';
  const answers = (content: string): string => `<t:GetContactEntityResponse>${content}</t:GetContactEntityResponse>`;
  const result = answers('<t:Response><t:Name>A</t:Name></t:Response>');
  const fault = (code: string, words: string, detail = ''): string =>
    envelope('', `<s:Fault><faultcode>${code}</faultcode><faultstring>${words}</faultstring>${detail}</s:Fault>`);

  test.each<[what: string, status: number, text: string, outcome: string | readonly Reason[]]>([
    ['a result', 200, envelope(well, result), 'result'],
    ['nil', 200, envelope(well, answers('<t:Response i:nil="true"/>')), 'nothing'],
    ['no Response', 200, envelope(well, answers('')), 'nothing'],
    ['not found', 200, envelope(exception('SuperOffice.Exceptions.SoNotFoundException') + failed, ''), ['the data']],
    ['a session', 200, envelope(exception('SoSessionException', 'No') + failed, answers('')), ['the credential']],
    ['a type and no words', 200, envelope(exception('SoSentryException', '') + failed, ''), ['the rights']],
    ['words of a login', 200, envelope(exception('', 'Log in first') + failed, ''), whose],
    ['words that nobody knows', 200, envelope(exception('', 'Adgang forbudt') + failed, ''), []],
    ['a type that nobody knows', 200, envelope(exception('java.lang.Exception', 'No') + failed, ''), []],
    ['no reason', 200, envelope(failed, ''), []],
    [
      'a session in an exception for all',
      200,
      envelope(exception('System.Exception', 'Ticket expired') + failed, ''),
      whose,
    ],
    [
      'an argument, which is the ticket',
      200,
      envelope(exception('System.ArgumentException', 'Invalid ticket') + failed, ''),
      ['the data', 'the message', ...whose],
    ],
    ['a crash in the header', 200, envelope(exception('System.NullReferenceException') + failed, ''), failure],
    ['a result beside a refusal', 200, envelope(exception('SoNotFoundException') + failed, result), 'unclear'],
    ['a reason beside a success', 200, envelope(exception('SoNotFoundException') + well, answers('')), 'unclear'],
    ['another element', 200, envelope(well, '<t:Other/>'), 'unclear'],
    ['a page', 200, '<html><body>Log in</body></html>', 'unclear'],
    ['a redirect', 302, '', 'unclear'],
    ['an action that is not there', 500, fault('a:ActionNotSupported', 'ContractFilter mismatch'), ['the operation']],
    ['an unknown operation', 500, fault('s:Client', 'Unknown operation'), ['the operation']],
    ['a message that is not read', 500, fault('s:Client', 'The body is not XML'), ['the message']],
    ['WCF that does not read', 500, fault('a:DeserializationFailed', 'Nei'), ['the message']],
    ['WS-Security', 500, fault('w:FailedAuthentication', 'Nei'), ['the credential']],
    ['WCF that fell over', 500, fault('a:InternalServiceFault', 'Nei'), failure],
    ['words of a crash', 500, fault('s:Server', 'Object reference not set to an instance of an object.'), failure],
    ['a server that says more', 500, fault('s:Server', 'Contact 41 not found'), []],
    ['a client that is to blame for something', 500, fault('s:Client', 'Nei'), []],
    ['a detail', 500, fault('s:Server', 'No', `<detail>${exception('SoNotFoundException')}</detail>`), ['the data']],
    ['a fault in a success', 200, fault('s:Server', 'Log in first'), whose],
    ['a crash page', 500, '<html><body>Runtime Error</body></html>', failure],
    ['401', 401, '', ['the credential']],
    ['403', 403, '', whose],
    ['404', 404, '', ['the operation', 'the data']],
    ['400', 400, '', []],
    ['415', 415, '', ['the media type']],
  ])('%s', (_, status, text, outcome) => {
    expect(upshot(id, status, text, 'text/xml')).toEqual(outcome);
  });
});

test.each<[id: string, status: number, type: string, body: string, at: string, said: string]>([
  [
    'EMail.SendEMails/rest-v1',
    400,
    json,
    '{"Message":"No mailbox","MessageDetail":"m.example"}',
    'body',
    '400: No mailbox; m.example',
  ],
  ['EMail.SendEMails/rest-v1', 401, 'text/html', '<p>Log in</p>', 'status', '401'],
])('a refusal is told where and how it is said: %s %i', (id, status, type, body, at, said) => {
  expect(upshotOf(subjectOf(planned(catalogue, id), answer(status, type, body)))).toMatchObject({ at, said });
});
