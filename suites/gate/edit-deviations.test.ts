import { describe, expect, test } from 'vitest';
import { edited, revisionOf } from './edit-deviations.ts';
import { readDeviations } from './read-deviations.ts';
import { recordOf } from './testing/records.ts';

const about = { kind: 'bug', reason: 'old serializer', owner: 'me', expires: '2027-01-31' } as const;
const file = `# What staging is known for.
format: soconform.deviations/1
deviations:
  # Sizes are texts.
  - check: REST-TYPE
    operation: EMail.Send
    at: body[*].Size
    kind: bug
    reason: a
    owner: b
    expires: 2026-01-01 # soon
  # Nobody knows why.
  - check: REST-NULL
    operation: EMail.*
    kind: intended
    reason: c
    owner: d
`;

const record = recordOf({
  documented: [
    ['REST-TYPE', 'fail', ['body[0].Size', 'body[1].Size', 'body[0].To[2].Id']],
    ['REST-NULL', 'pass'],
    ['REST-DATE', 'blocked'],
    ['REST-ENUM', 'blocked', [], { blockedBy: 'REST-TYPE' }],
  ],
});

describe('by a record', () => {
  const { missing, stale } = revisionOf(record, readDeviations('d.yaml', file), about);

  test('an entry is missing for each place of a failure that nobody lists, and for what is blocked', () => {
    const places = missing.map(({ check, at }) => `${check} ${at ?? 'all'}`);
    expect(places).toEqual(['REST-TYPE body[*].To[*].Id', 'REST-DATE all']);
  });

  test('an entry is stale that was judged and is right, and not one that has expired', () => {
    expect(stale).toEqual([1]);
  });
});

describe('a file', () => {
  test('keeps its comments when an entry is taken out and one is added', () => {
    const add = [{ check: 'REST-DATE', operation: 'EMail.Send', ...about }];
    const text = edited(file, { remove: [1], add });
    expect(text).toContain('# What staging is known for.');
    expect(text).toContain('expires: 2026-01-01 # soon');
    expect(text).not.toContain('REST-NULL');
    expect(readDeviations('d.yaml', text).deviations.map(({ check }) => check)).toEqual(['REST-TYPE', 'REST-DATE']);
  });

  test('that is empty gets its first entry', () => {
    const add = [{ check: 'REST-DATE', operation: 'EMail.Send', ...about }];
    const text = edited('format: soconform.deviations/1\ndeviations: []\n', { remove: [], add });
    expect(text).toBe(
      'format: soconform.deviations/1\ndeviations:\n  - check: REST-DATE\n    operation: EMail.Send\n    kind: bug\n    reason: old serializer\n    owner: me\n    expires: 2027-01-31\n',
    );
  });

  test('stays JSON', () => {
    const json = JSON.stringify({ format: 'soconform.deviations/1', deviations: [{ check: 'A', operation: 'B' }] });
    const text = edited(json, { remove: [0], add: [{ check: 'REST-DATE', operation: 'EMail.Send', ...about }] });
    expect(JSON.parse(text)).toMatchObject({ deviations: [{ check: 'REST-DATE', owner: 'me' }] });
  });
});
