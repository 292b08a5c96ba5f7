import { figuresOf } from './figures.ts';
import type { RunRecord } from './record.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { number } from './text.ts';

const colours = { green: 'brightgreen', red: 'red', void: 'lightgrey' } as const;

/** What shields.io reads from an endpoint: https://shields.io/badges/endpoint-badge */
export function badge(record: RunRecord, { ending }: Telling): string {
  const standing = standingOf(record, ending);
  const shown = {
    schemaVersion: 1,
    label: 'conformance',
    message: messageOf(record, ending),
    color: colours[standing],
  };
  return `${JSON.stringify(shown)}\n`;
}

function messageOf(record: RunRecord, { code }: Telling['ending']): string {
  if (!record.complete) return 'interrupted';
  if (record.notAsked.length >= record.contracts.length) return 'nothing asked';
  if (code === 3) return 'not reached';
  const { pass, fail, blocked, broken } = figuresOf(record);
  const bad = [
    [fail, 'fail'],
    [blocked, 'blocked'],
    [broken, 'broken'],
  ] as const;
  const told = bad.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
  return [`${number(pass)} pass`, ...told].join(', ');
}
