import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import type { Catalogue, ContractSummary } from '../specs/catalogue.ts';
import { SoconformError } from '../specs/error.ts';
import { sets } from '../specs/sets.ts';
import { checks } from './checks/index.ts';
import { selectCases, selectChecks, selectContracts, withNeeded } from './select.ts';
import type { Selection } from './select.ts';

const committed = openCatalogue();

function summary(id: string): ContractSummary {
  const [, agent = '', operation = '', protocol = '', version = ''] = /^(\w+)\.(\w+)\/(\w+)-(\w+)$/.exec(id) ?? [];
  const [template] = committed.summaries;
  if (template === undefined) throw new Error('the catalogue is empty');
  return { ...template, id, agent, operation, protocol: protocol === 'rest' ? 'rest' : 'soap', version };
}

const ids = [
  'Contact.GetContact/rest-v1',
  'Contact.GetContact/soap-Services86',
  'EMail.RelayMessage/rest-v1',
  'EMail.RelayMessage/soap-Services86',
  'EMail.RelayMessage/soap-Services87',
  'EMail.SendEMails/rest-v1',
];
const catalogue: Catalogue = { ...committed, name: 'test', summaries: ids.map(summary) };
const selected = (selection: Selection): readonly string[] => selectContracts(catalogue, selection).map(({ id }) => id);
const at = (...indices: readonly number[]): readonly string[] => indices.map((index) => ids[index] ?? '');

describe('contracts', () => {
  const rows: readonly (readonly [name: string, selection: Selection, indices: readonly number[]])[] = [
    ['all without a filter', {}, [0, 1, 2, 3, 4, 5]],
    ['all with an empty filter', { agents: [] }, [0, 1, 2, 3, 4, 5]],
    ['by protocol', { protocols: ['rest'] }, [0, 2, 5]],
    ['by version, whatever the case', { versions: ['services86'] }, [1, 3]],
    ['by version glob', { versions: ['Services8[67]'] }, [1, 3, 4]],
    ['by agent', { agents: ['Contact'] }, [0, 1]],
    ['by operation', { operations: ['EMail.SendEMails'] }, [5]],
    ['by operation glob', { operations: ['*.*e*ma*'] }, [5]],
    ['several of a kind are OR', { agents: ['contact', 'EMAIL'] }, [0, 1, 2, 3, 4, 5]],
    ['alternatives in a glob', { operations: ['{Contact.Get*,EMail.Send*}'] }, [0, 1, 5]],
    ['kinds are AND', { agents: ['EMail'], protocols: ['soap'], versions: ['*87'] }, [4]],
    ['the whole name counts', { operations: ['EMail.Relay*'] }, [2, 3, 4]],
  ];
  test.each(rows)('%s', (_name, selection, indices) => {
    expect(selected(selection)).toEqual(at(...indices));
  });

  const wrong: readonly (readonly [name: string, selection: Selection, message: string | RegExp])[] = [
    ['a name that is not there', { agents: ['EMial'] }, 'no agent matches EMial; nearest: EMail'],
    [
      'a part of a name',
      { operations: ['RelayMessage'] },
      /^no operation matches RelayMessage; nearest: EMail\.RelayMessage/,
    ],
    ['one of several', { agents: ['EMail', 'Kontact'] }, 'no agent matches Kontact; nearest: Contact'],
    ['a glob', { versions: ['Services9*'] }, /^no version matches Services9\*; nearest: Services86, Services87/],
    [
      'one that other filters leave nothing of',
      { agents: ['Contact'], versions: ['Services87'] },
      'no version that the other filters leave matches Services87; nearest: Services86',
    ],
    [
      'one of several that other filters leave nothing of',
      { agents: ['EMail', 'Contact'], versions: ['Services87'] },
      /^no agent that the other filters leave matches Contact/,
    ],
    ['nothing like anything', { agents: ['Qqqqqqqq'] }, 'no agent matches Qqqqqqqq; there are Contact, EMail'],
    ['an unknown set', { set: 'cor' }, 'no set is called cor; nearest: core'],
    [
      'a set that the catalogue has not',
      { set: 'core' },
      /^the set core has EMail\.SendEMails|Messaging.*which the catalogue test has not$/,
    ],
  ];
  test.each(wrong)('%s is an error', (_name, selection, message) => {
    expect(() => selected(selection)).toThrow(SoconformError);
    expect(() => selected(selection)).toThrow(message);
  });

  test('of an empty catalogue are an error', () => {
    expect(() => selectContracts({ ...catalogue, summaries: [] }, {})).toThrow('the catalogue test is empty');
  });

  test('of the core set are the five', () => {
    expect(
      selectContracts(committed, { set: 'CORE' })
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...sets.core].sort());
  });
});

describe('cases', () => {
  const cases = ['EMail.A/rest-v1/documented', 'EMail.A/rest-v1/arrays-0', 'EMail.A/soap-Services86/documented'].map(
    (id) => ({ id }),
  );
  test.each([
    ['*/documented', [0, 2]],
    ['email.a/REST-v1/*', [0, 1]],
    ['**', [0, 1, 2]],
    ['EMail.A/rest-v1/arrays-0', [1]],
  ])('%s', (glob, indices) => {
    expect(selectCases(cases, { cases: [glob] })).toEqual(indices.map((index) => cases[index]));
  });
  test('that match nothing are an error', () => {
    expect(() => selectCases(cases, { cases: ['documented'] })).toThrow(
      /^no case matches documented; nearest: EMail\.A/,
    );
  });
});

describe('checks', () => {
  const found = (selection: Selection) => selectChecks(checks, selection).map(({ id }) => id);
  test('by id and glob', () => {
    expect(found({ checks: ['rest-type'] })).toEqual(['REST-TYPE']);
    expect(found({ checks: ['AUTH-*-REQUIRED'] })).toEqual(['AUTH-REST-REQUIRED', 'AUTH-SOAP-REQUIRED']);
    expect(found({ checks: ['AUTH-*'] }).every((id) => id.startsWith('AUTH-'))).toBe(true);
  });
  test('by level', () => {
    const levelOf = new Map(checks.map(({ id, level }) => [id, level]));
    expect(new Set(found({ level: 'must' }).map((id) => levelOf.get(id)))).toEqual(new Set(['MUST']));
    expect(new Set(found({ level: 'should' }).map((id) => levelOf.get(id)))).toEqual(new Set(['MUST', 'SHOULD']));
  });
  test('that match nothing are an error', () => {
    expect(() => found({ checks: ['REST-TYP'] })).toThrow(/^no check matches REST-TYP; nearest: REST-TYPE/);
  });
  test('bring what they need, in the order of the list', () => {
    const needed = withNeeded(selectChecks(checks, { checks: ['REST-TYPE'] }), checks).map(({ id }) => id);
    expect(needed).toContain('HTTP-ANSWERED');
    expect(needed).toContain('REST-TYPE');
    expect(needed).toEqual(checks.map(({ id }) => id).filter((id) => needed.includes(id)));
  });
});
