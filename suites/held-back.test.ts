import { expect, test } from 'vitest';
import type { Effect } from '../specs/contract.ts';
import type { Target } from './client/target.ts';
import { heldBack } from './held-back.ts';

const here: Target = { url: 'http://127.0.0.1:8080', emulator: false };
const there: Target = { url: 'https://sod.superoffice.com/Cust1', emulator: false };

test.each<[effect: Effect, target: Target, allow: Effect, why: RegExp | undefined]>([
  ['read', there, 'read', undefined],
  ['write', there, 'read', /only read is allowed \(--allow write\)/],
  ['write', here, 'read', /only read is allowed/],
  ['write', there, 'write', undefined],
  ['send', there, 'write', /only write is allowed/],
  ['send', here, 'send', undefined],
  ['send', there, 'send', /wants confirmHost "sod\.superoffice\.com" in the config \(it is not there\)/],
  ['admin', there, 'admin', /wants confirmHost/],
  ['send', { ...there, confirmHost: 'qa.superoffice.com' }, 'send', /it names qa\.superoffice\.com/],
  ['send', { ...there, confirmHost: 'superoffice.com' }, 'send', /wants confirmHost/],
  ['send', { ...there, confirmHost: 'SOD.superoffice.com' }, 'send', undefined],
  ['send', { ...there, confirmHost: 'sod.superoffice.com' }, 'read', /only read is allowed/],
  ['send', { ...there, emulator: true }, 'read', undefined],
  // A name that only looks like this machine.
  ['send', { url: 'https://127.0.0.1.example.com', emulator: false }, 'send', /wants confirmHost/],
  ['send', { url: 'https://localhost.example.com', emulator: false }, 'send', /wants confirmHost/],
])('%s to %j with --allow %s', (effect, target, allow, why) => {
  const found = heldBack({ effect }, target, allow);
  if (why === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(why);
});
