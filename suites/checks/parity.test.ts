import { expect, test } from 'vitest';
import { answer, subjectOf } from '../testing/canned-answer.ts';
import { envelope, services86 } from '../testing/canned.ts';
import { corePlan } from '../testing/run-core.ts';
import { checks } from './index.ts';

const check = checks.find(({ id }) => id === 'PARITY-VOID');
const planned = (id: string) => {
  const found = corePlan.planned.find((one) => one.case.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
};

const well = '<t:Succeeded>true</t:Succeeded>';
const failed = '<t:ExceptionInfo><t:Message>No</t:Message></t:ExceptionInfo><t:Succeeded>false</t:Succeeded>';
const filled = '<t:GetStatusResponse><t:Response><t:CountWords>1</t:CountWords></t:Response></t:GetStatusResponse>';

test.each<[what: string, header: string, body: string, judgement: object]>([
  ['a result', well, filled, { findings: [], seen: 1 }],
  ['nothing', well, '<t:GetStatusResponse/>', { findings: [{ at: 'status' }], seen: 1 }],
  ['a refusal, with nothing', failed, '<t:GetStatusResponse/>', { skip: 'the SOAP twin was refused' }],
])('beside 200 on REST, SOAP has %s', (_, header, body, judgement) => {
  const soap = answer(200, 'text/xml', envelope(services86, header, body));
  const subject = subjectOf(planned('FreeText.GetStatus/rest-v1/generated-1'), answer(200, 'application/json', '{}'));
  const twin = subjectOf(planned('FreeText.GetStatus/soap-Services86/generated-1'), soap);
  expect(check?.judge({ ...subject, twin })).toMatchObject(judgement);
});
