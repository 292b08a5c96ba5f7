import { describe, expect, test } from 'vitest';
import { faultOf, faults } from '../../fixtures/emulator/faults.ts';
import type { JsonAspect, XmlAspect } from '../../schemas/shape-report.ts';
import { jsonAspects, xmlAspects } from '../../schemas/shape-report.ts';
import { layout } from '../../schemas/shape.ts';
import type { Subject } from '../check.ts';
import { corePlan } from '../testing/run-core.ts';
import { checks, trippedBy } from './index.ts';

test('ids, titles and levels stay as they are', () => {
  const lines = checks.map(({ id, level, title }) => `${id.padEnd(22)} ${level.padEnd(7)} ${title}`);
  expect(lines.join('\n')).toMatchSnapshot();
});

test('ids and titles are there once', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
});

test('titles are facts, not wishes', () => {
  expect(checks.filter(({ title }) => /\b(should|must|shall)\b|\.$/i.test(title))).toEqual([]);
});

describe('what a check needs', () => {
  test('exists', () => {
    const ids = new Set(checks.map(({ id }) => id));
    expect(checks.flatMap(({ needs }) => needs.filter((id) => !ids.has(id)))).toEqual([]);
  });

  test('never needs it in turn', () => {
    const needsOf = new Map(checks.map((check) => [check.id, check.needs]));
    const reaches = (from: string, to: string, way: readonly string[] = []): boolean =>
      (needsOf.get(from as (typeof checks)[number]['id']) ?? []).some(
        (id) => id === to || (!way.includes(id) && reaches(id, to, [...way, id])),
      );
    expect(checks.filter(({ id }) => reaches(id, id))).toEqual([]);
  });

  test('can fail: what only observes would block nothing', () => {
    const observing = new Set(checks.filter(({ level }) => level === 'OBSERVE').map(({ id }) => id));
    expect(checks.filter(({ needs }) => needs.some((id) => observing.has(id)))).toEqual([]);
  });
});

describe('faults', () => {
  test('have ids of their own', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
  });

  test('trip something, each', () => {
    expect(faults.filter(({ id }) => trippedBy(id).length === 0).map(({ id }) => id)).toEqual([]);
  });

  test('that a check names are there', () => {
    expect(checks.flatMap((check) => check.trippedBy.filter((id) => faultOf(id) === undefined))).toEqual([]);
  });

  test('that trip a check at a lower level are among those that trip it', () => {
    const strangers = checks.flatMap(({ trippedBy: named, tripsAt = {} }) =>
      Object.keys(tripsAt).filter((id) => !(named as readonly string[]).includes(id)),
    );
    expect(strangers).toEqual([]);
  });
});

test('every case of the core contracts concerns a check', () => {
  expect(corePlan.planned.filter((planned) => planned.checks.length === 0)).toEqual([]);
});

describe('what the judges of shapes find', () => {
  const seen = <A extends string>(aspects: readonly A[]) =>
    Object.fromEntries(aspects.map((aspect) => [aspect, 0])) as Record<A, number>;

  /** Checks that pass on a finding of that aspect, out of a report that holds nothing else. */
  const takers = (aspect: JsonAspect | XmlAspect, protocol: 'rest' | 'soap'): readonly string[] => {
    const finding = { at: 'here', expected: 'this', received: 'that' };
    const json = {
      findings: [{ ...finding, aspect: aspect as JsonAspect }],
      seen: seen(jsonAspects),
      slotOf: () => undefined,
      layout: layout(new Map(), '', { type: { kind: 'unknown' }, source: { evidence: 'table', page: '' } }),
      eachMember: () => {},
      evidence: new Map(),
      unseen: [],
    };
    const xml = {
      findings: [{ ...finding, aspect: aspect as XmlAspect }],
      seen: seen(xmlAspects),
      slotOf: () => undefined,
      layout: layout(new Map(), '', { type: { kind: 'unknown' }, source: { evidence: 'table', page: '' } }),
      eachMember: () => {},
      evidence: new Map(),
      unseen: [],
    };
    const ids = corePlan.planned
      .filter(({ contract, case: asked }) => contract.protocol === protocol && asked.variantOf === undefined)
      .flatMap(({ contract, types, case: asked, checks: planned }) => {
        const subject: Subject = {
          contract,
          types,
          case: asked,
          catalogued: corePlan.catalogued,
          response: { status: 200, headers: [], body: new Uint8Array(), surplus: new Uint8Array() },
          reading: {
            json: () => ({ ok: false, finding }),
            xml: () => ({ ok: false, finding }),
            envelope: () => undefined,
            jsonShape: () => (protocol === 'rest' ? json : undefined),
            soapShape: () => (protocol === 'soap' ? xml : undefined),
            soapHeader: () => undefined,
            forget() {},
          },
        };
        return planned
          .filter((check) => {
            const judged = check.judge(subject);
            return 'findings' in judged && judged.findings.some(({ at }) => at === 'here');
          })
          .map(({ id }) => id)
          .filter((id) => !['REST-JSON', 'SOAP-WELL-FORMED'].includes(id));
      });
    return [...new Set(ids)];
  };

  test.each(jsonAspects)('%s in JSON is told by one check', (aspect) => {
    expect(takers(aspect, 'rest')).toHaveLength(1);
  });

  test.each(xmlAspects)('%s in XML is told by one check', (aspect) => {
    expect(takers(aspect, 'soap')).toHaveLength(1);
  });
});
