import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { isVoid, type RestContract } from '../specs/contract.ts';
import { soconform } from './testing/command.ts';

interface Row {
  readonly id: string;
  readonly agent: string;
  readonly operation: string;
  readonly path: string;
}

async function rows(...args: readonly string[]): Promise<readonly Row[]> {
  const { code, stdout, stderr } = await soconform(['list', 'contracts', '--json', ...args]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as readonly Row[];
}

/** Those of a refusal, too. */
function statusesOf({ statuses, otherStatuses = [] }: RestContract): readonly number[] {
  return [...statuses, ...otherStatuses].map(({ status }) => status).toSorted((a, b) => a - b);
}

describe('list contracts --json', () => {
  test('prints one object for each contract of the catalogue, every fact as the contract has it', async () => {
    const catalogue = openCatalogue();
    const expected = catalogue.summaries.map(({ id }) => {
      const contract = catalogue.contract(id);
      const { protocol, version, agent, operation, path, effect } = contract;
      const isRest = contract.protocol === 'rest';
      return {
        id,
        protocol,
        version,
        agent,
        operation,
        method: isRest ? contract.method : 'POST',
        path,
        query: isRest ? contract.query.map(({ name, required }) => ({ name, required })) : [],
        statuses: isRest ? statusesOf(contract) : [200],
        soapAction: isRest ? null : contract.soapAction,
        namespace: isRest ? null : contract.namespace,
        effect,
        restricted: contract.restricted !== undefined,
        void: isVoid(contract),
        source: contract.source.page,
      };
    });
    expect(await rows()).toEqual(expected);
  });

  test('names agent and operation as the address does', async () => {
    for (const { agent, operation, path } of await rows('--protocol', 'rest', '--version', 'v1')) {
      expect(path).toBe(`/api/v1/Agents/${agent}/${operation}`);
    }
  });

  test('takes the filters of run', async () => {
    const ids = async (...args: string[]) => (await rows(...args)).map(({ id }) => id);
    expect(await ids('--protocol', 'soap', '--agent', 'email')).toContain('EMail.RelayMessage/soap-Services86');
    // The check compares with what SOAP answers.
    const both = ['EMail.RelayMessage/rest-v1', 'EMail.RelayMessage/soap-Services86'];
    expect(await ids('--set', 'core', '--check', 'PARITY-VOID')).toEqual(both);
    expect(await ids('--set', 'core', '--case', 'EMail.SendEMails/*')).toEqual(['EMail.SendEMails/rest-v1']);
  });
});

test('list contracts prints a line for each', async () => {
  const { stdout } = await soconform(['list', 'contracts', '--set', 'core']);
  expect(stdout.split('\n')).toHaveLength(6);
  expect(stdout).toMatch(
    /^EMail\.RelayMessage\/rest-v1 +send +void +restricted +POST \/api\/v1\/Agents\/EMail\/RelayMessage$/m,
  );
});
