import { expect, test } from 'vitest';
import { openCatalogue } from '../../specs/catalogue.ts';
import type { ContractId } from '../../specs/contract.ts';
import { answer, planned, subjectOf } from '../testing/canned-answer.ts';
import { checks } from './index.ts';

const check = checks.find(({ id }) => id === 'AUTH-REST-REQUIRED');
const catalogue = openCatalogue();
const map: ContractId = 'Contact.ValidateContactEntity/rest-v1';
const text: ContractId = 'Appointment.GetOrganizerName/rest-v1';

function found(id: ContractId, body: string): readonly string[] {
  const asked = planned(catalogue, id, 'no-credential');
  const judgement = check?.judge(subjectOf(asked, answer(401, 'application/json', body)));
  if (judgement === undefined || 'skip' in judgement) throw new Error(judgement?.skip ?? 'there is no such check');
  return judgement.findings.map(({ received, level }) => `${received}, ${level ?? check?.level}`);
}

test.each<[string, ContractId, string, string[]]>([
  ['an error object', map, '{"Message": "No", "MessageDetail": "Log in"}', []],
  ['an error object with a type', map, '{"Error": true, "ErrorType": "SoSessionException", "Message": "No"}', []],
  ['a map of something else', map, '{"Name": "is missing"}', ['something that can be the result, OBSERVE']],
  ['more than an error has', map, '{"Message": "", "Name": ""}', ['something that can be the result, OBSERVE']],
  ['an empty map', map, '{}', []],
  ['nothing', map, '', []],
  ['a bare text', text, '"Log in"', ['a bare text that can be the result, OBSERVE']],
  ['an error object', text, '{"Message": "No"}', []],
])('a 401 with %s is told for what it is: %s', (_, id, body, expected) => {
  expect(found(id, body)).toEqual(expected);
});
