import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../specs/catalogue.ts';
import { cataloguedIn } from '../catalogued.ts';
import { planRun } from '../plan.ts';
import { read } from '../reading.ts';
import { checks } from './index.ts';

const catalogue = openCatalogue();
const nested = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;

describe('a right answer but for more than we read says nothing of the target', () => {
  test.each([
    ['SOAP-WELL-FORMED', 'Messaging.SendMessages/soap-Services86/arrays-1', nested(201), nested(200)],
    ['SOAP-VERBATIM', '*/soap-Services86/verbatim', nested(201), nested(200)],
    [
      'SOAP-WSDL-AGREES',
      '*/soap-Services86/wsdl',
      `<definitions>${nested(200)}</definitions>`,
      `<definitions>${nested(199)}</definitions>`,
    ],
  ])('%s', (id, glob, beyond, within) => {
    const selected = planRun(catalogue, { cases: [glob] }, { seed: 1 }).planned;
    const planned = selected.find(({ checks: own }) => own.some((one) => one.id === id));
    const check = checks.find((one) => one.id === id);
    if (planned === undefined || check === undefined) throw new Error(`${id} judges no case of ${glob}`);
    const { contract, types, case: asked } = planned;
    const limits = (body: string): readonly unknown[] => {
      const headers = [['content-type', 'text/xml; charset=utf-8']] as const;
      const response = { status: 200, headers, body: Buffer.from(body), surplus: Buffer.alloc(0) };
      const reading = read(response, contract, types);
      const judgement = check.judge({
        contract,
        types,
        case: asked,
        response,
        reading,
        catalogued: cataloguedIn([], []),
      });
      return 'skip' in judgement ? [judgement.skip] : judgement.findings.map(({ limit }) => limit);
    };
    expect(limits(beyond)).toEqual([true]);
    expect(limits(within)).not.toContain(true);
  });
});
