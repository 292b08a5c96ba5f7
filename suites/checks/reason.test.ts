import { expect, test } from 'vitest';
import { speaksOfLogin } from './reason.ts';

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
