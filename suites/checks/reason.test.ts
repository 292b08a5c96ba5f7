import { expect, test } from 'vitest';
import { reasonsOfType, reasonsOfWords, speaksOfLogin } from './reason.ts';
import type { Reason } from './reason.ts';

test.each([
  'Log in first',
  'Login failed.',
  'You are not logged in',
  'Please sign in again.',
  'The session has expired.',
  'Invalid ticket',
  'Ticket expired',
  'Authentication failed: wrong user or password',
  'Authorization has been denied for this request.',
  'Access denied.',
  'The request has no valid credential.',
  'Unauthorized',
])('is about the login: %s', (text) => {
  expect(speaksOfLogin(text)).toBe(true);
});

test.each([
  'Unexpected end of file.',
  'Unexpected token , in JSON at position 41',
  "The 'Ticket' start tag on line 3 position 5 does not match the end tag of 'Credentials'.",
  'The following elements are not closed: s:Envelope.',
  'The body is not XML: line 1, column 9: expected </t:Ticket>.',
  'For security reasons DTD is prohibited in this XML document.',
  'The ticket category does not exist.',
  'A blog in another language',
  'There is no session in this message',
])('is about something else: %s', (text) => {
  expect(speaksOfLogin(text)).toBe(false);
});

const whose: readonly Reason[] = ['the credential', 'the rights'];

test.each<[words: string, reasons: readonly Reason[]]>([
  ['The session has expired.', whose],
  ['Invalid ticket: it cannot be parsed', whose],
  [
    'Unexpected end of file has occurred. The following elements are not closed: Body, Envelope. Line 1, position 9.',
    ['the message'],
  ],
  ["The 'Ticket' start tag on line 3 position 5 does not match the end tag of 'Credentials'.", ['the message']],
  ['The formatter threw an exception while trying to deserialize the message', ['the message']],
  ["'}' is an invalid start of a value. Path: $ | LineNumber: 0", ['the message']],
  ['The request body could not be read', ['the message']],
  ['Object reference not set to an instance of an object.', ['a failure of its own']],
  ['The server was unable to process the request due to an internal error.', ['a failure of its own']],
  ['An error has occurred.', ['a failure of its own']],
  ['Boom\n   at SuperOffice.Services.Get(Int32 id)', ['a failure of its own']],
  // What it was unable for stands behind the arrow.
  ['Server was unable to process request. ---> Contact 41 not found', []],
  ['Contact 41 not found', []],
  ['Kontakten finnes ikke', []],
  ['See you at home (soon)', []],
  ['', []],
])('says of its reason: %j', (words, reasons) => {
  expect(reasonsOfWords(words)).toEqual(reasons);
});

test.each<[type: string, reasons: readonly Reason[]]>([
  ['SoNotFoundException', ['the data']],
  ['SuperOffice.Exceptions.SoEntityException', ['the data']],
  ['System.ArgumentException', ['the data', 'the message']],
  ['System.ArgumentNullException', ['the message']],
  ['System.FormatException', ['the message']],
  ['Newtonsoft.Json.JsonReaderException', ['the message']],
  ['System.Runtime.Serialization.SerializationException', ['the message']],
  ['SuperOffice.Exceptions.SoSessionException', ['the credential']],
  ['SuperOffice.CRM.SoSentryException', ['the rights']],
  ['System.UnauthorizedAccessException', whose],
  ['System.NotImplementedException', ['the operation']],
  ['System.NullReferenceException', ['a failure of its own']],
  ['java.lang.IllegalStateException', []],
  ['Error', []],
  ['', []],
])('an exception says of its reason: %s', (type, reasons) => {
  expect(reasonsOfType(type)).toEqual(reasons);
});

test('words of any length are read in time', () => {
  for (const text of ['\n'.repeat(200_000), ' '.repeat(200_000), 'unable to process '.repeat(10_000)]) {
    expect(reasonsOfWords(text)).toEqual([]);
  }
});
