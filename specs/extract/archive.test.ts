import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../testing/extraction.ts';
import { archive, reference } from '../testing/reference.ts';
import { extractCatalogue, type SourceFile } from './extract.ts';

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

function* pagesBelow(root: string, folder = ''): Iterable<SourceFile> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* pagesBelow(root, path);
    else if (/\.(?:md|xml)$/.test(entry.name)) yield { path, text: readFileSync(join(root, path), 'utf8') };
  }
}

function counted(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

describe.skipIf(absent)('the whole archive', () => {
  test('every page is a contract, a WSDL, or listed with its reason', { timeout: 180_000 }, () => {
    const pages = 'folder' in reference ? pagesBelow(archive(reference.folder)) : [];
    const { contracts, problems } = extractCatalogue(pages, rules, () => undefined);
    expect(counted(contracts.map(({ protocol, version }) => `${protocol}-${version}`))).toEqual({
      'rest-v1': 1522,
      'rest-v1-resources': 56,
      'soap-Services86': 1275,
      'soap-Services87': 1323,
      'soap-Services88': 1556,
    });
    expect(counted(problems.map(({ kind, expected }) => `${kind}: ${expected}`))).toEqual({
      'listed: an operation or a WSDL': 208,
    });

    const disputed = contracts.flatMap(({ id, protocol, disputes }) =>
      disputes.map(({ at }) => `${protocol} ${id} ${at}`),
    );
    expect(disputed.filter((one) => one.startsWith('soap'))).toEqual([]);
    expect(disputed.length).toBe(12);
    const withoutWsdl = contracts.filter((one) => one.protocol === 'soap' && one.responseHeader.length === 0);
    expect(withoutWsdl.map(({ id }) => id)).toEqual(['AI.TrainCategorizer/soap-Services88']);
  });
});
