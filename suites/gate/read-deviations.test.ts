import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { openCatalogue } from '../../specs/catalogue.ts';
import { checks } from '../checks/index.ts';
import { checkNames } from './named.ts';
import { readDeviations } from './read-deviations.ts';

const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('#schemas/deviations.schema.json'), 'utf8'),
);
const accepts = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema as object);

const entry = {
  check: 'REST-NULL',
  operation: 'EMail.*',
  kind: 'bug',
  reason: 'the old serializer',
  owner: 'mail team',
  expires: '2027-01-31',
};

function fileOf(...deviations: readonly object[]): string {
  return stringify({ format: 'soconform.deviations/1', deviations });
}

describe('a file of deviations', () => {
  test('is read with the line of each entry', () => {
    const text = `# ours\n${fileOf(entry, { ...entry, at: 'body[*].To', kind: 'intended', ticket: 'A-1', places: 3 })}`;
    const { deviations } = readDeviations('d.yaml', text);
    expect(deviations).toEqual([
      { ...entry, line: 4 },
      { ...entry, at: 'body[*].To', kind: 'intended', ticket: 'A-1', places: 3, line: 10 },
    ]);
  });

  test('may be JSON', () => {
    const text = JSON.stringify({ $schema: 'x', format: 'soconform.deviations/1', deviations: [entry] });
    expect(readDeviations('d.json', text).deviations).toHaveLength(1);
  });

  test.each<[what: string, more: object, isRight: boolean]>([
    ['as it stands', {}, true],
    ['with a generation, a target and a version', { generation: 'soap-*', target: '*', serverVersion: '10.*' }, true],
    ['with a name that is mistyped', { expire: '2027-01-31' }, false],
    ['without a reason', { reason: undefined }, false],
    ['with an empty owner', { owner: ' ' }, false],
    ['of another kind', { kind: 'feature' }, false],
    ['that expires some day', { expires: 'soon' }, false],
    ['that expires in a month that there is not', { expires: '2027-13-01' }, false],
    ['a bug that never expires', { expires: undefined }, false],
    ['that is intended and never expires', { kind: 'intended', expires: undefined }, true],
    ['with no place', { places: 0 }, false],
    ['with half a place', { places: 1.5 }, false],
    ['with a number for a glob', { check: 3 }, false],
  ])('has an entry %s, for reader and schema alike', (_, more, isRight) => {
    const text = fileOf({ ...entry, ...more });
    const read = (): unknown => readDeviations('d.yaml', text);
    if (isRight) expect(read).not.toThrow();
    else expect(read).toThrow(/^d\.yaml:\d+: expected .+, found .+/);
    expect(accepts(parse(text))).toBe(isRight);
  });

  test.each([
    ['nothing', '', /d\.yaml:1: expected format: soconform\.deviations\/1, found nothing/],
    ['a list', '- check: A', /d\.yaml:1: expected format/],
    ['another format', 'format: soconform.run/1\ndeviations: []', /found "soconform\.run\/1"/],
    [
      'no list',
      'format: soconform.deviations/1\ndeviations: none',
      /d\.yaml:2: expected deviations: a list, found "none"/,
    ],
    [
      'a text for an entry',
      'format: soconform.deviations/1\ndeviations:\n  - REST-NULL',
      /d\.yaml:3: expected an entry/,
    ],
    ['half of it', 'format: soconform.deviations/1\ndeviations: [{', /d\.yaml:2: expected YAML or JSON/],
    ['a mistyped member', `${fileOf(entry)}    onwer: me\n`, /d\.yaml:9: .*found onwer; nearest: owner/],
    ['the same member twice', `${fileOf(entry)}    owner: me\n`, /d\.yaml:9: expected YAML or JSON/],
    ['a day that there is not', fileOf({ ...entry, expires: '2027-02-30' }), /d\.yaml:8: expected expires: a day/],
  ])('with %s is refused with its line', (_, text, message) => {
    expect(() => readDeviations('d.yaml', text)).toThrow(message);
  });
});

describe('a glob of a deviation', () => {
  const catalogue = openCatalogue();
  test.each<[more: object, message: RegExp | undefined]>([
    [{}, undefined],
    [{ check: 'rest-*', operation: 'email.sendemails', generation: 'rest-v1' }, undefined],
    [{ check: 'REST-NUL' }, /d\.yaml:3: expected the check of a deviation .* REST-NUL, .*nearest: REST-NULL/],
    [{ operation: 'EMail.SendEMail' }, /operation .* nearest: EMail\.SendEMails/],
    [{ generation: 'soap-86' }, /generation .* soap-86, which matches none/],
  ])('matches something there is: %j', (more, message) => {
    const named = (): void =>
      checkNames(readDeviations('d.yaml', fileOf({ ...entry, ...more })), { checks, catalogue });
    if (message === undefined) expect(named).not.toThrow();
    else expect(named).toThrow(message);
  });
});
