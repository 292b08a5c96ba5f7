import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { generationOf, type NamedType } from '../specs/contract.ts';
import { sets } from '../specs/sets.ts';
import { soconform } from './testing/command.ts';

const catalogue = openCatalogue();

describe('show --json', () => {
  test.each(sets.core)('%s is the contract with every type behind it', async (id) => {
    const { code, stdout } = await soconform(['show', id, '--json']);
    const contract = catalogue.contract(id);
    const types = catalogue.types(generationOf(contract));
    const shown = JSON.parse(stdout) as { contract: unknown; types: readonly NamedType[] };
    expect([code, shown.contract]).toEqual([0, JSON.parse(JSON.stringify(contract))]);
    for (const type of shown.types) expect(type).toEqual(types.get(type.name));
    const names = new Set(shown.types.map(({ name }) => name));
    const named = [...stdout.matchAll(/"kind": "named",\s+"name": "([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });
});
