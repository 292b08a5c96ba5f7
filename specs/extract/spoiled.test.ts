import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../testing/extraction.ts';
import { restPage, soapPage, wsdl } from '../testing/pages.ts';
import { archive, archivedFiles, reference } from '../testing/reference.ts';
import { extractCatalogue, type Extraction, type SourceFile } from './extract.ts';

/** Whatever stands in a file, extraction ends, and what is no contract is a problem with its place. */

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

function extract(files: readonly SourceFile[]): Extraction {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return extractCatalogue(files, rules, (_, target) => byPath.get(target));
}

const inserts = fc.oneof(
  fc.constantFrom(
    '',
    '|',
    '`',
    '```\n',
    '```xml\n',
    '\n',
    '{',
    '}',
    '"',
    '<',
    '>',
    '&',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    '#',
    '\\',
    '\r',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
);

/** A part of the text exchanged for another one, up to three times. */
const spoiled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(60), inserts), { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce((rest, [from, length, insert]) => rest.slice(0, from) + insert + rest.slice(from + length), text),
    );

function holds({ contracts, documented, problems }: Extraction, files: readonly SourceFile[]): void {
  const lines = new Map(files.map(({ path, text }) => [path, text.split(/\r\n?|\n/).length]));
  for (const { page, line, expected, found } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines.get(page) ?? 0);
    expect(`${expected}${found}`).not.toContain('undefined');
  }
  for (const contract of contracts) documented.get(contract.id)?.();
}

const swagger = JSON.stringify(
  {
    swagger: '2.0',
    paths: {
      '/api/v1/Agents/Fleet/SaveShip': {
        post: {
          parameters: [{ name: 'request', in: 'body', schema: { $ref: '#/definitions/N.Ship' } }],
          responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/N.Ship' } } } },
        },
      },
    },
    definitions: {
      'N.Thing': { properties: { Id: { type: 'integer' } } },
      'N.Ship': {
        allOf: [{ $ref: '#/definitions/N.Thing' }],
        properties: { Kind: { type: 'string', enum: ['Sail'] } },
      },
    },
  },
  null,
  1,
);

const made: readonly SourceFile[] = [
  { path: 'rest.md', text: restPage().replace(/```http!\n[^]*?```/, '[!include[sample](sample.md)]') },
  {
    path: 'sample.md',
    text: '```http!\nPOST /api/v1/Agents/Fleet/SaveShip\nAccept: application/json\n\n{"Name": "Ida"}\n```',
  },
  {
    path: 'resource.md',
    text: restPage({
      operation: 'Fleet/{id}',
      frontMatter: 'uid: v1FleetEntity_Get',
      before: '| Path Part | Type | |\n|---|---|---|\n| id | int32 | |',
    }),
  },
  { path: 'soap.md', text: soapPage() },
  { path: 'wsdl.xml', text: wsdl() },
  { path: 'swagger.json', text: swagger },
];

describe('made files', () => {
  test('are contracts', () => {
    const { contracts, problems } = extract(made);
    expect(problems).toEqual([]);
    expect(contracts.map(({ id }) => id)).toEqual([
      'Fleet.Get/rest-v1-resources',
      'Fleet.SaveShip/rest-v1',
      'Fleet.SaveShip/soap-Services86',
    ]);
  });

  test.each(made.map(({ path }, index) => [path, index] as const))('%s spoiled, the others right', (_, index) => {
    fc.assert(
      fc.property(spoiled(made[index]?.text ?? ''), (text) => {
        const files = made.map((file, at) => (at === index ? { ...file, text } : file));
        holds(extract(files), files);
      }),
      { numRuns: 400 },
    );
  });

  test.each(made.map(({ path }, index) => [path, index] as const))('%s cut off at any byte', (_, index) => {
    const { text = '' } = made[index] ?? {};
    for (let length = 0; length < text.length; length += 7) {
      const files = made.map((file, at) => (at === index ? { ...file, text: text.slice(0, length) } : file));
      holds(extract(files), files);
    }
  });
});

test.each(['x', '|', '`', '<', '\\', ' ', 'A '])('a line of many %j, anywhere', (part) => {
  // An expression that tries all ways to divide it would not come to an end.
  const line = part.repeat(100_000);
  for (const [index, { text }] of made.entries()) {
    for (let at = 0; at < text.length; at += Math.ceil(text.length / 8)) {
      const files = made.map((file, other) =>
        other === index ? { ...file, text: text.slice(0, at) + line + text.slice(at) } : file,
      );
      holds(extract(files), files);
    }
  }
  const sample = restPage().replace('```http!\nPOST ', (start) => start + line.repeat(10));
  holds(extract([{ path: 'rest.md', text: sample }]), [{ path: 'rest.md', text: sample }]);
});

describe('names that every object of JavaScript has', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', (name) => {
    const files = made.map(({ path, text }) => ({
      path,
      text: text
        .replaceAll('SaveShip', name)
        .replaceAll('Fleet', name)
        .replaceAll('Name', name)
        .replaceAll('Ship', name),
    }));
    const { contracts, ...extraction } = extract(files);
    holds({ contracts, ...extraction }, files);
    expect(contracts.filter(({ agent }) => agent === name).length).toBeGreaterThan(0);
  });
});

describe.skipIf(absent)('pages of the archive', () => {
  const folders = [
    'restful/rest/Contact/',
    'restful/agent/EMail_Agent/',
    'restful/agent/Quote_Agent/',
    'soap/Services86/Sale/',
    'soap/Services86/Services86-TimeZone',
  ];
  const pages =
    'folder' in reference
      ? [
          ...archivedFiles(
            archive(reference.folder),
            folders.map((one) => `docs/en/api/reference/${one}`),
          ),
        ]
      : [];

  test('there are some of each kind', () => {
    const { contracts, problems } = extract(pages);
    expect(new Set(contracts.map(({ protocol, version }) => `${protocol}-${version}`))).toEqual(
      new Set(['rest-v1', 'rest-v1-resources', 'soap-Services86']),
    );
    expect(pages.filter(({ text }) => text.includes('definitions>')).length).toBe(1);
    expect(problems.filter(({ kind }) => kind === 'broken')).toEqual([]);
  });

  test('each spoiled', { timeout: 60_000 }, () => {
    expect(pages.length).toBeGreaterThan(100);
    const any = fc
      .nat(pages.length - 1)
      .chain((index) => fc.tuple(fc.constant(index), spoiled(pages[index]?.text ?? '')));
    fc.assert(
      fc.property(any, ([index, text]) => {
        const files = [{ path: pages[index]?.path ?? '', text }];
        holds(extract(files), files);
      }),
      { numRuns: 2000 },
    );
  });
});
