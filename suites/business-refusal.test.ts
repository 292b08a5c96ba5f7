import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { generationOf } from '../specs/contract.ts';
import { businessRefusal } from './business-refusal.ts';
import type { Subject } from './check.ts';
import { planRun } from './plan.ts';
import { read } from './reading.ts';

const catalogue = openCatalogue();
const plan = planRun(catalogue, { operations: ['Contact.GetContactEntity'] }, { seed: 1 });

function subjectOf(id: string, status: number, body: string, type: string): Subject {
  const planned = plan.planned.find((one) => one.contract.id === id);
  if (planned === undefined) throw new Error(`no case of ${id}`);
  const { contract } = planned;
  const types = catalogue.types(generationOf(contract));
  const headers = [['content-type', type]] as const;
  const response = { status, headers, body: Buffer.from(body), surplus: new Uint8Array() };
  const reading = read(response, contract, types);
  return { contract, types, case: planned.case, catalogued: plan.catalogued, response, reading };
}

const told = (type: string): string =>
  JSON.stringify({ Error: true, ErrorType: type, Message: 'Contact 41 not found', ErrorSource: 'SuperOffice' });

describe('REST refuses the data', () => {
  test.each<[status: number, body: string]>([
    [400, told('SoNotFoundException')],
    [404, told('SoNotFoundException')],
    [409, told('SuperOffice.Exceptions.SoEntityException')],
    [422, told('System.ArgumentException')],
    [500, told('SuperOffice.CRM.Data.SoDataException')],
    [404, '{"Error":true,"ErrorType":"SoNotFoundException","ErrorMessage":"Contact id 9 not found","ErrorSource":"S"}'],
  ])('%i %s', (status, body) => {
    expect(businessRefusal(subjectOf('Contact.GetContactEntity/rest-v1', status, body, 'application/json'))).toMatch(
      /^\d{3}, \S+: Contact/,
    );
  });

  test.each<[why: string, status: number, body: string, type?: string]>([
    ['a crash page', 500, '<html><body>Runtime Error</body></html>', 'text/html'],
    ['a crash', 500, told('System.NullReferenceException')],
    ['a crash of ASP.NET', 500, '{"Message":"An error has occurred.","ExceptionType":"SoException","StackTrace":"at"}'],
    ['an argument that was not read', 400, '{"Message":"The request is invalid.","MessageDetail":"null entry"}'],
    ['an argument that did not arrive', 400, told('System.ArgumentNullException')],
    ['a model that is not valid', 400, '{"Message":"The request is invalid.","ModelState":{"a":["b"]}}'],
    ['an error of another kind of server', 400, '{"error":"invalid_request","error_description":"no"}'],
    ['an error without a message', 400, '{"Error":true,"ErrorType":"SoNotFoundException","ErrorSource":"S"}'],
    ['an error without a source', 400, '{"Error":true,"ErrorType":"SoNotFoundException","Message":"m"}'],
    ['no JSON', 400, 'SoNotFoundException'],
    ['a refused login', 401, told('SoNotFoundException')],
    ['a refused right', 403, told('SoNotFoundException')],
    ['a refused login that is called a bad request', 400, told('SuperOffice.Exceptions.SoSessionException')],
    ['a lost ticket', 500, told('SuperOffice.Exceptions.SoTicketExpiredException')],
    ['a missing right', 500, told('SuperOffice.CRM.SoSentryException')],
    ['too many requests', 429, told('SoNotFoundException')],
    ['an error object in a success', 200, told('SoNotFoundException')],
    ['an unknown address', 404, '{"Message":"No HTTP resource was found that matches the request URI"}'],
  ])('and not with %s', (_, status, body, type = 'application/json') => {
    expect(businessRefusal(subjectOf('Contact.GetContactEntity/rest-v1', status, body, type))).toBeUndefined();
  });
});

const ns = 'http://www.superoffice.net/ws/crm/NetServer/Services88';
const envelope = (header: string, body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="${ns}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
const exception = (type: string): string =>
  `<t:ExceptionInfo><t:Message>Contact 41 not found</t:Message>${type === '' ? '' : `<t:ExceptionType>${type}</t:ExceptionType>`}</t:ExceptionInfo>`;
const failed = '<t:Succeeded>false</t:Succeeded>';
const empty = '<t:GetContactEntityResponse/>';
const fault = (detail: string): string =>
  `<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring>${detail}</s:Fault>`;
const soap = (status: number, text: string): string | undefined =>
  businessRefusal(subjectOf('Contact.GetContactEntity/soap-Services88', status, text, 'text/xml'));

describe('SOAP refuses the data', () => {
  test.each<[status: number, text: string]>([
    [200, envelope(exception('SuperOffice.Exceptions.SoNotFoundException') + failed, empty)],
    [200, envelope(exception('SoNotFoundException') + failed, '')],
    [500, envelope('', fault(`<detail>${exception('SuperOffice.SoDataException')}</detail>`))],
  ])('%i %s', (status, text) => {
    expect(soap(status, text)).toContain('Contact 41 not found');
  });

  test.each<[why: string, status: number, text: string]>([
    ['a refused ticket', 200, envelope(exception('SuperOffice.Exceptions.SoSessionException') + failed, empty)],
    ['a crash', 200, envelope(exception('System.NullReferenceException') + failed, empty)],
    ['a reason of no type', 200, envelope(exception('') + failed, empty)],
    ['no reason', 200, envelope(failed, empty)],
    [
      'a success that has a reason',
      200,
      envelope(`${exception('SoNotFoundException')}<t:Succeeded>true</t:Succeeded>`, empty),
    ],
    [
      'a result beside it',
      200,
      envelope(
        exception('SoNotFoundException') + failed,
        '<t:GetContactEntityResponse><t:Response><t:Name>A</t:Name></t:Response></t:GetContactEntityResponse>',
      ),
    ],
    ['a fault that says no more', 500, envelope('', fault(''))],
    ['a fault of the runtime', 500, envelope('', fault(`<detail>${exception('System.FormatException')}</detail>`))],
    ['a page', 500, '<html><body>Runtime Error</body></html>'],
  ])('and not with %s', (_, status, text) => {
    expect(soap(status, text)).toBeUndefined();
  });
});
