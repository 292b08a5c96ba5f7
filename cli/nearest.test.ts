import { expect, test } from 'vitest';
import { nearest, nearestText } from './nearest.ts';

const known = ['REST-TYPE', 'REST-NULL', 'SOAP-NIL', 'HTTP-204-NO-CONTENT', 'EMail.SendEMails'];

test.each([
  ['REST-TYP', ['REST-TYPE']],
  ['rest-type', ['REST-TYPE']],
  ['SOAP-NILL', ['SOAP-NIL']],
  ['HTTP-204', ['HTTP-204-NO-CONTENT']],
  ['sendemails', ['EMail.SendEMails']],
  ['zzz', []],
])('nearest to %s: %j', (name, names) => {
  expect(nearest(name, known)[0]).toBe(names[0]);
});

test('nothing near is not said', () => {
  expect(nearestText('zzzzzzzz', known)).toBe('');
});
