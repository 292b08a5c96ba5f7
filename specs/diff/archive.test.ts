import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogueOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { extractCatalogue } from '../extract/extract.ts';
import type { SourceFile } from '../extract/extract.ts';
import { rules } from '../testing/extraction.ts';
import { archive, reference } from '../testing/reference.ts';
import type { Change } from './change.ts';
import { compareVersions } from './diff.ts';

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

const soapFolder = (): string =>
  'folder' in reference ? join(archive(reference.folder), 'docs/en/api/reference/soap') : '';

function* pagesOf(versions: readonly string[]): Iterable<SourceFile> {
  for (const version of versions) {
    const folder = join(soapFolder(), version);
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (path.endsWith('.md')) yield { path: `${version}/${path}`, text: readFileSync(join(folder, path), 'utf8') };
    }
  }
}

let catalogue: Catalogue;
beforeAll(() => {
  if (absent) return;
  const pages = pagesOf(['Services86', 'Services87', 'Services88']);
  const { contracts, types } = extractCatalogue(pages, rules, () => undefined);
  catalogue = catalogueOf({ name: 'archive', contracts, types });
}, 180_000);

function changes(from: string, to: string): readonly Change[] {
  const comparison = compareVersions(
    { catalogue, generation: `soap-${from}` },
    { catalogue, generation: `soap-${to}` },
  );
  return comparison.changes;
}

function counted(all: readonly Change[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { impact, kind } of all) counts[`${impact} ${kind}`] = (counts[`${impact} ${kind}`] ?? 0) + 1;
  return counts;
}

describe.skipIf(absent)('the live generations: nothing was removed, members were added, some inside a sequence', () => {
  test.each([
    [
      'Services86',
      'Services87',
      {
        'breaking order-changed': 1,
        'breaking type-replaced': 1,
        'compatible operation-added': 48,
        'compatible member-added': 38,
        'compatible enum-value-added': 7,
      },
      16,
    ],
    [
      'Services87',
      'Services88',
      { 'compatible operation-added': 233, 'compatible member-added': 47, 'compatible enum-value-added': 113 },
      24,
    ],
    [
      'Services86',
      'Services88',
      {
        'breaking order-changed': 1,
        'breaking type-replaced': 1,
        'compatible operation-added': 281,
        'compatible member-added': 82,
        'compatible enum-value-added': 117,
      },
      39,
    ],
  ])('%s to %s', (from, to, kinds, inside) => {
    const found = changes(from, to);
    expect(counted(found)).toEqual(kinds);
    expect(found.filter(({ place }) => place !== undefined)).toHaveLength(inside);
  });

  test('the two that break a caller', () => {
    const breaking = changes('Services86', 'Services88').filter(({ impact }) => impact === 'breaking');
    expect(
      breaking.map(({ at, before, after, operations }) => [at, before?.value, after?.value, operations.length]),
    ).toEqual([
      ['ProjectMember.ProjectmemberId', 'after Comment', 'first', 10],
      ['UserGroup.Deleted', 'int16', 'boolean', 19],
    ]);
  });

  test.each([
    ['Services86', 'Services87'],
    ['Services87', 'Services88'],
    ['Services86', 'Services88'],
  ])('%s to %s: the members are those that the text of the WSDL has more', (from, to) => {
    const [before, after] = [declared(from), declared(to)];
    const known = new Set([...before].map(typeOf));
    const added = [...after].filter((member) => !before.has(member) && known.has(typeOf(member)));
    expect([...before].filter((member) => !after.has(member))).toEqual([]);
    const told = changes(from, to).filter(({ kind }) => kind === 'member-added');
    expect(told.map(({ at }) => at)).toEqual(added.toSorted());
  });
});

/** `ProjectMember.ProjectId` of every complex type, by nothing but the lines of the WSDL. */
function declared(version: string): ReadonlySet<string> {
  const members = new Set<string>();
  for (const file of readdirSync(join(soapFolder(), version))) {
    if (!file.startsWith(`${version}-`)) continue;
    let type = '';
    for (const line of readFileSync(join(soapFolder(), version, file), 'utf8').split('\n')) {
      type = /<xs:complexType name="(\w+)"/.exec(line)?.[1] ?? (line.includes('</xs:complexType>') ? '' : type);
      const member = /<xs:element (?:minOccurs="\d" )?name="(\w+)"/.exec(line)?.[1];
      if (type !== '' && member !== undefined) members.add(`${type}.${member}`);
    }
  }
  return members;
}

function typeOf(member: string): string {
  return member.split('.')[0] ?? '';
}
