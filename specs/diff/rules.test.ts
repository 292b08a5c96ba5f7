import { expect, test } from 'vitest';
import { changeKinds, rulesFor, titleOf } from './rules.ts';
import type { Direction } from './rules.ts';
import type { Protocol } from '../contract.ts';

const impact = (kind: (typeof changeKinds)[number], direction: Direction, protocol: Protocol): string =>
  rulesFor(kind, [direction], protocol)[0]?.impact ?? '';

test('kinds and what they do to a caller stay as they are', () => {
  const rows = changeKinds.map((kind) => {
    const ways = (['request', 'response'] as const).map((direction) => {
      const [rest, soap] = [impact(kind, direction, 'rest'), impact(kind, direction, 'soap')];
      return (rest === soap ? rest : `${rest}/${soap}`).padEnd(20);
    });
    return `${kind.padEnd(28)}${ways.join(' ')} ${titleOf(kind)}`;
  });
  expect(`\n${rows.join('\n')}\n`).toMatchSnapshot();
});

test('every reason is a sentence, and every title is another one', () => {
  for (const kind of changeKinds) {
    for (const { reason } of rulesFor(kind, ['request', 'response'], 'soap')) expect(reason).toMatch(/^[A-Z].*\.$/);
  }
  expect(new Set(changeKinds.map(titleOf)).size).toBe(changeKinds.length);
});
