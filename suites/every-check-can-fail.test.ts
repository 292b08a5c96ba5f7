import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRaw } from '../fixtures/emulator/answer.ts';
import type { Fault } from '../fixtures/emulator/answer.ts';
import { faultOf, faults } from '../fixtures/emulator/faults.ts';
import { serve } from '../fixtures/emulator/serve.ts';
import type { Serving } from '../fixtures/emulator/serve.ts';
import type { RunRecord } from '../reporters/record.ts';
import { checks, trippedBy } from './checks/index.ts';
import { exitCode } from './exit.ts';
import { healthy as cannedHealthy, written } from './testing/canned.ts';
import { cannedFindings } from './testing/canned-findings.ts';
import { spoils } from './testing/canned-spoiled.ts';
import { nearMisses } from './testing/near-misses.ts';
import { rawServer } from './testing/raw-server.ts';
import { catalogue, runCore, surprises } from './testing/run-core.ts';
import type { Waiting } from './testing/run-core.ts';

/** What is late is waited for; what never comes is not waited for long. */
const waitingFor = (id: string): Waiting => ({
  ...(id === 'http-silence' ? { deadlineMs: 1_500 } : {}),
  ...(id === 'http-204-null-later' ? { graceMs: 1_000 } : {}),
});

const seenBy = (record: RunRecord, check: string): number =>
  record.cases
    .flatMap((one) => one.verdicts.filter((verdict) => verdict.check === check))
    .reduce((sum, { seen }) => sum + seen, 0);

function firstFinding(record: RunRecord, caseId: string, check: string): readonly (string | undefined)[] {
  const verdicts = record.cases.find(({ id }) => id === caseId)?.verdicts;
  const found = verdicts?.find((verdict) => verdict.check === check)?.findings[0];
  return [found?.at, found?.expected, found?.received];
}

/** Failures that do not say where what they want is stated, or who is to blame. */
function untraced({ cases }: RunRecord): readonly string[] {
  return cases.flatMap(({ id, verdicts }) =>
    verdicts
      .filter(({ outcome, findings, blame }) => {
        if (outcome !== 'fail' && outcome !== 'observed') return false;
        const isStated = findings.length > 0 && findings.every(({ source }) => (source?.page ?? '') !== '');
        return !isStated || (outcome === 'fail' && blame === undefined);
      })
      .map(({ check }) => `${id} ${check}`),
  );
}

/** Counts the answers that really come out otherwise: what changes nothing proves nothing. */
function counting(fault: Fault) {
  let changed = 0;
  const spoil: Fault['spoil'] = (answer, request) => {
    const spoiled = fault.spoil(answer, request);
    if (isRaw(spoiled) || !isDeepStrictEqual(spoiled, answer)) changed += 1;
    return spoiled;
  };
  return { fault: { ...fault, spoil }, changed: () => changed };
}

describe('a healthy emulator', () => {
  let emulator: Serving;
  let healthy: RunRecord;

  beforeAll(async () => {
    emulator = await serve({ catalogue });
    healthy = await runCore(emulator.url);
  });
  afterAll(() => emulator.close());

  test('trips no check, and blocks, skips and breaks none', () => {
    const others = healthy.cases.flatMap((one) => one.verdicts.filter(({ outcome }) => outcome !== 'pass'));
    expect(others).toEqual([]);
    expect(exitCode(healthy, { strict: true })).toMatchObject({ code: 0 });
  });

  test.each(checks.map(({ id }) => id))('shows %s something to judge', (id) => {
    expect(seenBy(healthy, id)).toBeGreaterThan(0);
  });

  describe('with a fault', () => {
    test.each(faults.map((fault) => [fault.id, fault.title, fault] as const))('%s: %s', async (id, _, fault) => {
      emulator.setFaults([fault]);
      const record = await runCore(emulator.url, waitingFor(id));
      const trips = trippedBy(id);
      expect(surprises(record, healthy, trips)).toEqual([]);
      expect(untraced(record)).toEqual([]);
      const levels = trips.map(({ level }) => level);
      const counts = { strict: levels.some((level) => level !== 'OBSERVE'), lenient: levels.includes('MUST') };
      expect({
        strict: exitCode(record, { strict: true }).code,
        lenient: exitCode(record, { strict: false }).code,
      }).toEqual({ strict: counts.strict ? 1 : 0, lenient: counts.lenient ? 1 : 0 });
    });
  });

  describe('with an answer that is unusual and right', () => {
    test.each(nearMisses.map((miss) => [miss.id, miss.title, miss] as const))('%s: %s', async (_, __, miss) => {
      const { fault, changed } = counting(miss);
      emulator.setFaults([fault]);
      const record = await runCore(emulator.url);
      const observed = (miss.observed ?? []).map((check) => ({ check, level: 'OBSERVE' }) as const);
      const differing = (miss.parity ?? []).map((check) => ({ check, level: 'SHOULD' }) as const);
      expect(surprises(record, healthy, [...observed, ...differing])).toEqual([]);
      expect(changed()).toBeGreaterThan(0);
    });

    test('every check has a near miss', () => {
      const near = new Set(nearMisses.flatMap((one) => one.near));
      expect(checks.filter(({ id }) => !near.has(id)).map(({ id }) => id)).toEqual([]);
    });
  });
});

describe('a server that shares no code with the emulator', () => {
  let healthy: RunRecord;

  const runAgainst = async (spoil: (typeof spoils)[string], waiting?: Waiting): Promise<RunRecord> => {
    const server = await rawServer((request) => spoil(cannedHealthy(request)));
    try {
      return await runCore(server.url, waiting);
    } finally {
      await server.close();
    }
  };

  beforeAll(async () => {
    healthy = await runAgainst(written);
  });

  test('trips no check when it is healthy', () => {
    const others = healthy.cases.flatMap((one) => one.verdicts.filter(({ outcome }) => outcome !== 'pass'));
    expect(others).toEqual([]);
  });

  test('is spoiled in at least 20 ways', () => {
    expect(Object.keys(spoils).length).toBeGreaterThanOrEqual(20);
    expect(Object.keys(spoils).filter((id) => faultOf(id) === undefined)).toEqual([]);
  });

  test.each(Object.entries(spoils))('%s trips what the emulator’s fault trips', async (id, spoil) => {
    const record = await runAgainst(spoil, waitingFor(id));
    expect(surprises(record, healthy, trippedBy(id))).toEqual([]);
    const wanted = cannedFindings.filter(([fault]) => fault === id);
    expect(
      wanted.map(([fault, check, caseId]) => [fault, check, caseId, ...firstFinding(record, caseId, check)]),
    ).toEqual(wanted);
  });

  test('says where, what was expected and what came, for every check but one', () => {
    // What HTTP-ANSWERED says names the port.
    const told = new Set([
      'HTTP-ANSWERED',
      'REST-DUPLICATE',
      'REST-ENUM-KNOWN',
      ...cannedFindings.map(([, check]) => check),
    ]);
    expect(checks.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
