import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockDuration, isoDuration } from './durations.ts';
import { isDurationText } from './scalars.ts';
import { clockText } from './testing/arbitrary.ts';

test.each([
  ['00:00:00', 'PT0S'],
  ['00:15:00', 'PT15M'],
  ['23:59:59', 'PT23H59M59S'],
  ['00:00:00.0000001', 'PT0.0000001S'],
  ['00:00:01.5000000', 'PT1.5S'],
  ['1.00:00:00', 'P1D'],
  ['-10.02:03:04', '-P10DT2H3M4S'],
])('%s is %s', (clock, iso) => {
  expect(isoDuration(clock)).toBe(iso);
  expect(clockDuration(iso)).toBe(clock);
});

test.each([
  ['PT90M', '01:30:00'],
  ['PT36H', '1.12:00:00'],
  ['PT86400S', '1.00:00:00'],
  ['P0D', '00:00:00'],
  ['-PT0S', '00:00:00'],
  ['PT1.50S', '00:00:01.5000000'],
])('%s is read as %s', (iso, clock) => {
  expect(clockDuration(iso)).toBe(clock);
});

test.each(['P1Y', 'P1M', 'P1Y2M3DT4H', 'PT0.00000001S'])('%s has no form with colons and stays', (iso) => {
  expect(clockDuration(iso)).toBe(iso);
});

test.each(['PT15M', 'P1Y'])('%s is ISO already and stays', (iso) => {
  expect(isoDuration(iso)).toBe(iso);
});

test('every duration with colons comes back from ISO', () => {
  fc.assert(
    fc.property(clockText, (text) => {
      const iso = isoDuration(text);
      expect([clockDuration(iso), isDurationText(text), isDurationText(iso)]).toEqual([text, true, true]);
    }),
  );
});
