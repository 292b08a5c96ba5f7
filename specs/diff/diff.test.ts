import { describe, expect, test } from 'vitest';
import type { Field, NamedType } from '../contract.ts';
import { compareCatalogues } from './catalogues.ts';
import { compareVersions } from './diff.ts';
import { told, line, rest, soap, restOutput, name, size } from '../testing/told.ts';
import {
  carrier,
  member,
  named,
  namedArray,
  restContract,
  scalar,
  soapContract,
  stated,
  versionOf,
} from '../testing/versions.ts';
import type { RestParts } from '../testing/versions.ts';

const ship = named('Ship');

describe('a difference that many operations have is told once', () => {
  const operations = ['A', 'B', 'C'];

  test('in a named type, with the operations that reach it', () => {
    const version = (...fields: readonly Field[]) =>
      versionOf(
        [
          soapContract({ operation: 'A', request: [member('Ship', ship)] }),
          soapContract({ operation: 'B', result: [member('Fleet', named('Fleet'))] }),
          soapContract({ operation: 'C' }),
        ],
        [
          carrier('Fleet', [member('Ships', named('ArrayOfShip'))]),
          namedArray('ArrayOfShip', member('Ship', ship)),
          carrier('Ship', fields),
        ],
      );
    const [comparison] = compareCatalogues(version(name), version(name, size));
    expect(comparison?.changes).toHaveLength(1);
    expect(comparison?.changes[0]).toMatchObject({
      type: 'Ship',
      directions: ['request', 'response'],
      operations: ['Fleet.A', 'Fleet.B'],
    });
  });

  test('in their own messages', () => {
    const version = (parts: RestParts) =>
      versionOf(operations.map((operation) => restContract({ ...parts, operation })));
    const [comparison] = compareCatalogues(version({}), version({ consumes: ['application/json', 'text/json'] }));
    expect(comparison?.changes.map((change) => change.operations)).toEqual([['Fleet.A', 'Fleet.B', 'Fleet.C']]);
  });

  test('but an operation that is new is one by itself', () => {
    const after = versionOf(['SaveShip', ...operations].map((operation) => restContract({ operation })));
    expect(told(rest(), after)).toHaveLength(3);
  });
});

describe('two generations', () => {
  const types = [carrier('Ship', [name])];
  const old = versionOf([soapContract({ result: [member('Response', ship)] })], types);
  const renamed: readonly NamedType[] = [
    carrier('Ship', [name], { namespace: 'http://www.superoffice.net/ws/crm/NetServer/Services88' }),
  ];
  const now = versionOf([soapContract({ version: 'Services88', result: [member('Response', ship)] })], renamed);

  test('are compared as if they had one name', () => {
    expect(told(old, now)).toEqual([]);
    expect(compareCatalogues(old, now).map(({ from, to }) => `${from} ${to}`)).toEqual([
      'soap-Services86 soap-Services88',
    ]);
  });

  test('of one catalogue', () => {
    const catalogue = versionOf([
      soapContract(),
      soapContract({ version: 'Services88' }),
      soapContract({ version: 'Services88', operation: 'Sink' }),
    ]);
    const { changes, before, after } = compareVersions(
      { catalogue, generation: 'soap-Services86' },
      { catalogue, generation: 'soap-Services88' },
    );
    expect(changes.map(line)).toEqual(['compatible operation-added Fleet.Sink: - → POST /Remote/Services88/Fleet.svc']);
    expect([before, after]).toEqual([['Fleet.SaveShip'], ['Fleet.SaveShip', 'Fleet.Sink']]);
  });

  test('of which only one catalogue has both are told as a whole', () => {
    const several = versionOf([soapContract(), soapContract({ version: 'Services88' })]);
    expect(told(soap(), several)).toEqual(['compatible generation-added soap-Services88: - → soap-Services88']);
    expect(told(several, soap())).toEqual(['breaking generation-removed soap-Services88: soap-Services88 → -']);
  });

  test('of other kinds are not taken for each other', () => {
    const resources = versionOf([restContract({ version: 'v1-resources' })]);
    expect(told(rest(), resources)).toEqual([
      'breaking generation-removed rest-v1: rest-v1 → -',
      'compatible generation-added rest-v1-resources: - → rest-v1-resources',
    ]);
  });
});

test('the page and line of both sides stand with a change', () => {
  const [comparison] = compareCatalogues(restOutput(name), restOutput({ ...name, type: scalar('int32') }));
  expect(comparison?.changes[0]).toMatchObject({
    kind: 'type-replaced',
    before: { value: 'string', source: stated },
    after: { value: 'int32', source: stated },
  });
});
