import { expect, test } from 'vitest';
import { SoconformError } from '../specs/error.ts';
import { readEnvironment } from './environment.ts';

test('what is not set is absent', () => {
  expect(readEnvironment({})).toEqual({});
  expect(readEnvironment({ TARGET_URL: '', SOCONFORM_SET: '', SOCONFORM_AGENT: ' , ', SOCONFORM_SEED: '' })).toEqual(
    {},
  );
});

test('each variable means its flag', () => {
  const env = {
    TARGET_URL: 'http://h',
    SOCONFORM_SET: 'core',
    SOCONFORM_PROTOCOL: 'rest, soap',
    SOCONFORM_OPERATION: 'EMail.{Send,Relay}*,Contact.*',
    SOCONFORM_LEVEL: 'MUST',
    SOCONFORM_ALLOW: 'send',
    SOCONFORM_SEED: '0',
    SOCONFORM_DEADLINE: '500',
    SOCONFORM_STRICT: '1',
    SOCONFORM_REPORT: 'json=a.json,junit=b.xml',
    SOCONFORM_REQUIRE: 'EMail.*,Contact.GetContactEntity',
  };
  expect(readEnvironment(env)).toEqual({
    target: 'http://h',
    set: 'core',
    protocols: ['rest', 'soap'],
    operations: ['EMail.{Send,Relay}*', 'Contact.*'],
    level: 'must',
    allow: 'send',
    seed: 0,
    deadlineMs: 500,
    strict: true,
    reports: ['json=a.json', 'junit=b.xml'],
    require: ['EMail.*', 'Contact.GetContactEntity'],
  });
});

test.each([
  ['SOCONFORM_SEED', '-1', 'a whole number from 0 to 2147483647'],
  ['SOCONFORM_SEED', '1e3', 'a whole number from 0 to 2147483647'],
  ['SOCONFORM_CONCURRENCY', '0', 'a whole number from 1 to 256'],
  ['SOCONFORM_ALLOW', 'everything', 'read, write, send, admin'],
  ['SOCONFORM_STRICT', 'yes', '0, 1, false, true'],
])('%s=%s is an error', (name, value, expected) => {
  const reading = () => readEnvironment({ [name]: value });
  expect(reading).toThrow(SoconformError);
  expect(reading).toThrow(`${name}: expected ${expected}, found "${value}"`);
});

test.each([
  ['SOCONFORM_OPERATIONS', 'SOCONFORM_OPERATION'],
  ['SOCONFORM_DRYRUN', 'SOCONFORM_DRY_RUN'],
])('%s is no variable, and the nearest is named', (name, near) => {
  expect(() => readEnvironment({ [name]: 'x' })).toThrow(`${name}: no such variable; nearest: ${near}`);
});

test.each([
  ['SOCONFORM_DEADLINE', '9999999999', 'a whole number from 1 to 3600000'],
  ['SOCONFORM_CONCURRENCY', '257', 'a whole number from 1 to 256'],
])('%s=%s is refused as the flag refuses it', (name, value, expected) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(`${name}: expected ${expected}, found "${value}"`);
});
