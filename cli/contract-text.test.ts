import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { generationOf } from '../specs/contract.ts';
import { sets } from '../specs/sets.ts';
import { contractText } from './contract-text.ts';
import { typesUsedBy } from './types-used.ts';

const catalogue = openCatalogue();
const paint = { bold: (text: string): string => text };

function shown(id: string): string {
  const contract = catalogue.contract(id);
  return contractText(contract, catalogue.types(generationOf(contract)), paint);
}

describe.each(sets.core)('%s', (id) => {
  const contract = catalogue.contract(id);
  const types = typesUsedBy(contract, catalogue.types(generationOf(contract)));

  test('shows every member of every type that it reaches, with a source', () => {
    const text = shown(id);
    for (const type of types) {
      expect(text).toContain(`${type.name}  ${type.kind}`);
      if (type.kind === 'object')
        for (const field of type.fields) expect(text).toMatch(new RegExp(`^ +${field.name} .*\\.md:\\d+`, 'm'));
    }
  });

  test('names each page in full once', () => {
    const text = shown(id);
    const pages = text.slice(text.indexOf('\nPages\n')).split('\n').slice(2, -1);
    expect(pages).toContain(`  ${contract.source.page}`);
    expect(text.split(`  ${contract.source.page}\n`).length - 1).toBe(1);
  });
});

test.each([
  ['EMail.RelayMessage/rest-v1', /^ {2}status +204 {2}table v1EMailAgent_RelayMessage\.md:\d+$/m],
  ['EMail.RelayMessage/rest-v1', /^Output\n {2}nothing\n/m],
  ['EMail.SendEMails/rest-v1', /^ {2}body {2}array of object {2}table /m],
  ['EMail.SendEMails/rest-v1', /^ {2}DuplicatePersonIds +array of int32 /m],
  ['EMail.RelayMessage/soap-Services86', /^Output\n {2}RelayMessageResponse {2}always empty\n/m],
  ['Messaging.SendMessages/soap-Services86', /^ {2}SOAPAction +http:\S+\/SendMessages$/m],
  ['Messaging.SendMessages/soap-Services86', /^ {2}ParentMessagingId +int32 +not null, optional +wsdl \S+:\d+$/m],
  ['Messaging.SendMessages/soap-Services86', /^ {2}length +as many results as /m],
])('%s shows %s', (id, pattern) => {
  expect(shown(id)).toMatch(pattern);
});

test('what a page says in controls is told as escapes', () => {
  const contract = catalogue.contract('EMail.SendEMails/rest-v1');
  const source = { ...contract.source, page: 'a\u001b[2Jb.md' };
  const text = contractText({ ...contract, source }, catalogue.types(generationOf(contract)), paint);
  expect(text).toContain('a\\u001b[2Jb.md');
  expect(text).not.toContain('\u001b');
});

test('what two sources disagree on is told with both', () => {
  const contract = catalogue.contract('EMail.SendEMails/rest-v1');
  const at = (line: number) => ({ evidence: 'table', page: 'a.md', line }) as const;
  const disputes = [
    {
      at: 'output[].Size/type',
      chosen: { value: 'int32', source: at(1) },
      rejected: { value: 'string', source: at(2) },
    },
  ];
  expect(contractText({ ...contract, disputes }, catalogue.types(generationOf(contract)), paint)).toContain(
    'Disputes\n  output[].Size/type\n    chosen    int32  table a.md:1\n    rejected  string  table a.md:2\n',
  );
});
