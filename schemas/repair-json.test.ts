import { assert, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Field, TypeRef } from '../specs/contract.ts';
import type { Json } from '../specs/json.ts';
import { duplicateMembers } from './json-text.ts';
import { judgeJson } from './judge-json.ts';
import { repairJson } from './repair-json.ts';
import { arbitraryValue } from './testing/arbitrary.ts';
import { body, member, named, scalar, soapTypes } from './testing/contracts.ts';
import { mutated } from './testing/mutate.ts';

const list = (items: TypeRef): TypeRef => ({ kind: 'array', items });
const object = (...fields: readonly Field[]): TypeRef => ({ kind: 'object', fields });

const repairsOf = (value: Json, type: TypeRef) => {
  const report = judgeJson(value, body(type), soapTypes);
  return report.findings.map((found) => ({ found, repair: repairJson(found, report.slotOf(found)) }));
};

const text = scalar('string');
const int = scalar('int32');

test.each<[name: string, value: Json, type: TypeRef, repair: string | undefined]>([
  ['a missing text', {}, object(member('Subject', text)), 'add "Subject": null'],
  ['a missing number', {}, object(member('Size', int)), 'add "Size": 0'],
  ['a missing date', {}, object(member('Sent', scalar('date-time'))), 'add "Sent": "0001-01-01T00:00:00"'],
  ['a missing array', {}, object(member('To', list(text))), 'add "To": []'],
  ['a missing enum', {}, object(member('Priority', named('Priority'))), 'add "Priority": "Low"'],
  ['a name in another case', { subject: 'a' }, object(member('Subject', text)), 'rename "subject" to "Subject"'],
  ['an unknown member', { A: 1 }, object(), 'leave out "A"'],
  ['a number as text', ['261'], list(int), 'write 261'],
  ['a word for a number', ['many'], list(int), 'write 0'],
  ['a number for text', [12], list(text), 'write "12"'],
  ['text for a boolean', ['True'], list(scalar('boolean')), 'write true'],
  ['a number for a boolean', [0], list(scalar('boolean')), 'write false'],
  ['null for a number', [null], list(int), 'write 0'],
  ['null for an enum', [null], list(named('Priority')), 'write "Low"'],
  ['null for an array', [null], list(list(int)), 'write []'],
  ['a fraction', [736.5], list(int), 'write 736'],
  ['a number out of range', [2 ** 31], list(int), 'write 2147483647'],
  ['a day without time', ['2024-02-29'], list(scalar('date-time')), 'write "2024-02-29T00:00:00"'],
  ['ticks', ['/Date(0)/'], list(scalar('date-time')), 'write "1970-01-01T00:00:00.000Z"'],
  [
    'a date that cannot be told',
    ['10/14/2009'],
    list(scalar('date-time')),
    'write it as yyyy-MM-ddTHH:mm:ss[.1-7 digits][Z|±hh:mm]',
  ],
  ['base64 of addresses', ['_-8'], list(scalar('base64')), 'write "/+8="'],
  ['an enum in another case', ['high'], list(named('Priority')), 'write "High"'],
  ['an enum name that nobody knows', ['Later'], list(named('Priority')), 'write one of Low, High'],
  ['an object for an array', {}, list(text), 'put it into [ ]'],
  ['null for an array at the top', null, list(text), 'write []'],
  ['an array for an object', [{}], object(), 'take it out of its array'],
  ['text for an object', 'a', object(), undefined],
])('%s', (_, value, type, repair) => {
  expect(repairsOf(value, type).map((one) => one.repair)).toEqual([repair]);
});

test('a member that is there twice is written once', () => {
  const [found] = duplicateMembers('{"A":1,"A":2}');
  expect(found && repairJson({ ...found, aspect: 'duplicate' }, undefined)).toBe('write the member once');
});

describe('a repair that is carried out', () => {
  /** `body[0].To[1].EmailId` as steps; undefined for a place that is named otherwise. */
  const stepsOf = (at: string): readonly (string | number)[] | undefined => {
    const steps = [...at.slice('body'.length).matchAll(/\[(\d+)\]|\.([A-Za-z_]\w*)/g)];
    if (steps.map(([whole]) => whole).join('') !== at.slice('body'.length)) return undefined;
    return steps.map(([, index, name]) => (index === undefined ? (name ?? '') : Number(index)));
  };

  const changed = (
    value: Json,
    steps: readonly (string | number)[],
    change: (holder: Json, last: string | number) => Json,
  ): Json => {
    const [step, ...rest] = steps;
    if (step === undefined) return value;
    if (rest.length === 0) return change(value, step);
    if (Array.isArray(value))
      return value.map((item: Json, index) => (index === step ? changed(item, rest, change) : item));
    const members = value as Readonly<Record<string, Json>>;
    return { ...members, [step]: changed(members[step] ?? null, rest, change) };
  };

  const without = (holder: Json, name: string): Json =>
    Object.fromEntries(Object.entries(holder as object).filter(([other]) => other !== name));

  const carriedOut = (value: Json, at: string, repair: string): Json | undefined => {
    const steps = stepsOf(at);
    const [, verb, rest = ''] = /^(add|write|rename|leave out) (.*)$/.exec(repair) ?? [];
    if (steps === undefined || steps.length === 0) return undefined;
    if (verb === 'add' || (verb === 'write' && !/^(it|one|the)\b/.test(rest))) {
      const written = JSON.parse(verb === 'add' ? rest.replace(/^"[^"]*": /, '') : rest) as Json;
      return changed(value, steps, (holder, last) =>
        Array.isArray(holder) ? holder.toSpliced(Number(last), 1, written) : { ...(holder as object), [last]: written },
      );
    }
    if (verb === 'leave out') return changed(value, steps, (holder, last) => without(holder, String(last)));
    const names = /^"(.*)" to "(.*)"$/.exec(rest);
    return names === null
      ? undefined
      : changed(value, steps, (holder) => {
          const members = holder as Readonly<Record<string, Json>>;
          return { ...(without(holder, names[1] ?? '') as object), [names[2] ?? '']: members[names[1] ?? ''] ?? null };
        });
  };

  test('leaves no such finding at its place', () => {
    let tried = 0;
    const type = named('Node');
    assert(
      property(
        arbitraryValue(soapTypes, type, 'json').chain((value) => mutated(value)),
        (value) => {
          for (const { found, repair } of repairsOf(value, type)) {
            const mended = repair === undefined ? undefined : carriedOut(value, found.at, repair);
            if (mended === undefined) continue;
            tried += 1;
            const left = repairsOf(mended, type).filter(
              (one) => one.found.at === found.at && one.found.aspect === found.aspect,
            );
            if (found.aspect === 'enum' || found.aspect === 'unknown-name') continue;
            expect(left.map((one) => [found, repair, one.found])).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(tried).toBeGreaterThan(100);
  });
});
