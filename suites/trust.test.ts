import { describe, expect, test } from 'vitest';
import type { RecordVerdict } from '../reporters/record.ts';
import { openCatalogue } from '../specs/catalogue.ts';
import type { ContractId } from '../specs/contract.ts';
import { answer, planned, verdictsOn } from './testing/canned-answer.ts';
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
const map = 'Project.ValidateProjectEntity/rest-v1';
const text = 'User.ChangeOwnPassword/rest-v1';

describe('a REST answer that is wrong is passed by no set of checks', () => {
  test.each<[ContractId, string, string]>([
    [list, '', 'REST-JSON MUST'],
    [list, ' ', 'REST-JSON MUST'],
    [list, '{}', 'REST-TOP-LEVEL MUST'],
    [list, '[{}]', 'REST-MEMBERS MUST'],
    [list, '[[]]', 'REST-TYPE MUST'],
    [list, '[0]', 'REST-TYPE MUST'],
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
    ['Succeeded twice', right.replace(yes, yes + yes), 'SOAP-SUCCEEDED MUST'],
    [
      'Succeeded true and then false',
      right.replace(yes, `${yes}<t:Succeeded>false</t:Succeeded>`),
      'SOAP-SUCCEEDED MUST',
    ],
    ['an element in Succeeded', right.replace(yes, '<t:Succeeded>true<t:A/></t:Succeeded>'), 'SOAP-SUCCEEDED MUST'],
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
    ['text and the wrapper', right.replace('<t:Relay', 'done<t:Relay'), 'SOAP-WRAPPER MUST'],
    ['the request', right.replace('RelayMessageResponse', 'RelayMessage'), 'SOAP-WRAPPER MUST'],
    ['JSON', '{}', 'SOAP-WELL-FORMED MUST'],
  ])('%s', (_, body, check) => {
    expect(failing(judged(relay, body))).toContain(check);
  });
});
