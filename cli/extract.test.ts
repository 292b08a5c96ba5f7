import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { extractCatalogue } from '../specs/extract/extract.ts';
import { sets } from '../specs/sets.ts';
import { catalogueFiles } from '../specs/store/files.ts';
import { rules } from '../specs/testing/extraction.ts';
import { restPage, soapPage, wsdl } from '../specs/testing/pages.ts';
import { committedPages, reference } from '../specs/testing/reference.ts';
import { extract } from './extract.ts';

const scratch = mkdtempSync(join(tmpdir(), 'extract-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let docs = '';
let out = '';
let count = 0;
beforeEach(() => {
  count += 1;
  docs = join(scratch, `${count}`, 'docs');
  out = join(scratch, `${count}`, 'made', 'catalogue');
  mkdirSync(docs, { recursive: true });
});

function put(path: string, content: string | Uint8Array): string {
  const file = join(docs, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function run(
  options: { docs?: readonly string[]; out?: string; strict?: boolean; schemas?: string; verbose?: boolean } = {},
): Promise<{ code: number; lines: readonly string[] }> {
  const lines: string[] = [];
  const code = await extract({ docs: [docs], out, ...options, print: (line) => lines.push(line) });
  return { code, lines };
}

/** All files below a folder with their content. */
function tree(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      found[join(entry.parentPath, entry.name).slice(folder.length + 1)] = readFileSync(
        join(entry.parentPath, entry.name),
        'utf8',
      );
  }
  return found;
}

const half = restPage({ operation: 'Agents/Fleet/Sink' }).slice(0, 900);

test('makes a catalogue that opens, and schemas when they are wanted', async () => {
  put('deep/er/rest.md', restPage());
  put('soap.md', soapPage());
  put('w.xml', wsdl());
  put('picture.png', new Uint8Array([0x89, 0x50]));
  const schemas = join(out, '..', 'schemas');
  const told = [`2 contracts written to ${out}; 0 broken pages, 0 other pages`];
  expect(await run()).toEqual({ code: 0, lines: told });
  expect(Object.keys(tree(dirname(out))).filter((path) => path.includes('schema'))).toEqual([]);
  expect(await run({ schemas })).toEqual({ code: 0, lines: told });
  const catalogue = openCatalogue(out);
  expect(catalogue.summaries.map(({ id, source }) => [id, source.page])).toEqual([
    ['Fleet.SaveShip/rest-v1', 'deep/er/rest.md'],
    ['Fleet.SaveShip/soap-Services86', 'soap.md'],
  ]);
  const schema: unknown = JSON.parse(tree(schemas)['rest-v1/Fleet/SaveShip.response.schema.json'] ?? '');
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: expect.anything() as unknown,
  });
});

test('writes the same bytes again, and puts schemas where they are wanted', async () => {
  put('rest.md', restPage());
  const schemas = join(out, '..', 'schemas');
  await run({ schemas });
  const first = tree(dirname(out));
  expect(Object.keys(first)).toContain('schemas/rest-v1/Fleet/SaveShip.request.schema.json');
  await run({ schemas });
  expect(tree(dirname(out))).toEqual(first);
});

describe('pages that are no contract', () => {
  test('are listed with the reason, and the rest is written', async () => {
    put('good.md', restPage());
    put('half.md', half);
    put('index.md', '# Fleet\n');
    const { code, lines } = await run();
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^E_PAGE half\.md:\d+: expected .+, found .+/) as unknown,
      `1 contract written to ${out}; 1 broken page, 1 other page`,
    ]);
  });

  test.each([
    ['one is broken, with --strict', { strict: true }, 1],
    ['nothing is a contract', { only: 'half.md' }, 2],
  ])('%s: nothing is written', async (_, { strict, only }: { strict?: boolean; only?: string }, expected) => {
    if (only === undefined) put('good.md', restPage());
    put('half.md', half);
    const { code, lines } = await run(strict === undefined ? {} : { strict });
    expect(code).toBe(expected);
    expect(lines.at(-1)).toContain('nothing was written');
    expect(existsSync(dirname(out))).toBe(false);
  });

  test('where there is no page of an operation at all, that is said, and what to do', async () => {
    put('index.md', '# Fleet\n');
    const { code, lines } = await run();
    expect(code).toBe(2);
    expect(lines).toEqual([
      `E_DOCS ${docs}: expected a page of an operation or a WSDL that has one, found neither; give a folder of the published reference, such as docs/en/api/reference`,
      `0 contracts, 0 broken pages, 1 other page; nothing was written to ${out}`,
    ]);
  });

  test('a broken one that was named: nothing is written', async () => {
    const files = [put('good.md', restPage()), put('half.md', half)];
    expect((await run({ docs: files })).code).toBe(2);
    expect(existsSync(dirname(out))).toBe(false);
  });

  test('those of another kind are named only when all is wanted', async () => {
    put('good.md', restPage());
    put('index.md', '# Fleet\n');
    expect((await run({ verbose: true })).lines).toEqual([
      'index.md:1: expected an operation or a WSDL, found another page',
      `1 contract written to ${out}; 0 broken pages, 1 other page`,
    ]);
  });

  test('a page of another kind is no error with --strict', async () => {
    put('good.md', restPage());
    put('index.md', '# Fleet\n');
    expect((await run({ strict: true })).code).toBe(0);
  });
});

describe('files that cannot be read', () => {
  const good = () => put('good.md', restPage());
  const broken = async (options = {}) => (await run(options)).lines.slice(0, -1);

  test('other bytes than UTF-8', async () => {
    good();
    put('latin.md', Buffer.from('# \u00e9', 'latin1'));
    put('utf16.md', Buffer.from('\ufeff# A', 'utf16le'));
    expect(await broken()).toEqual([
      'E_PAGE latin.md:1: expected text in UTF-8, found the byte e9 at offset 2',
      'E_PAGE utf16.md:1: expected text in UTF-8, found the byte ff at offset 0',
    ]);
  });

  test('a file that is too large', async () => {
    good();
    truncateSync(put('large.md', ''), 100 * 1024 * 1024);
    expect(await broken()).toEqual([
      'E_PAGE large.md:1: expected a file of at most 33554432 bytes, found 104857600 bytes',
    ]);
  });

  test.skipIf(process.platform === 'win32')(
    'pipes and devices are not waited for, in a folder and given by name',
    async () => {
      good();
      const pipe = join(docs, 'pipe.md');
      execFileSync('mkfifo', [pipe]);
      expect(await broken()).toEqual(['E_PAGE pipe.md:1: expected a file, found a pipe, a socket or a device']);
      for (const name of [pipe, '/dev/zero']) {
        const { code, lines } = await run({ docs: [name] });
        expect([code, lines[0]]).toEqual([
          2,
          `E_PAGE ${name}:1: expected a file or a folder, found a pipe, a socket or a device`,
        ]);
      }
      expect(openCatalogue(out).summaries.map(({ id }) => id)).toEqual(['Fleet.SaveShip/rest-v1']);
    },
  );

  test('links are not followed: a page counts once, circles end, nothing outside is read', async () => {
    good();
    put('deep/index.md', '# A');
    symlinkSync('..', join(docs, 'deep', 'circle'));
    symlinkSync('self.md', join(docs, 'self.md'));
    symlinkSync('good.md', join(docs, 'again.md'));
    mkdirSync(join(docs, '..', 'outside'));
    writeFileSync(join(docs, '..', 'outside', 'secret.md'), restPage({ operation: 'Agents/Fleet/Secret' }));
    symlinkSync('../outside', join(docs, 'outside'));
    expect((await broken({ verbose: true })).filter((line) => !line.includes('another page'))).toEqual([
      'again.md:1: expected a file or a folder, found a link to a file, which is not followed',
      'E_PAGE deep/circle:1: expected a file or a folder, found a link to a folder that it lies in itself',
      'outside:1: expected a file or a folder, found a link to a folder, which is not followed',
      'E_PAGE self.md:1: expected a file or a folder, found a link in a circle',
    ]);
    expect((await run()).lines.at(-1)).toMatch(/; 2 broken pages, 2 unfollowed links, 1 other page$/);
    expect(openCatalogue(out).summaries.map(({ id }) => id)).toEqual(['Fleet.SaveShip/rest-v1']);
  });

  test('an include outside the folder is not read', async () => {
    good();
    writeFileSync(join(docs, '..', 'sample.md'), '```http_\nHTTP/1.1 200 OK\nA: b\n\n1\n```');
    put(
      'page.md',
      restPage({ operation: 'Agents/Fleet/Sink' }).replace(/## Sample response[^]*/, '[!include[a](../sample.md)]'),
    );
    expect(await broken()).toEqual([
      expect.stringContaining('expected the included file "../sample.md", found none') as unknown,
    ]);
  });

  test('an include inside the folder is no page of its own', async () => {
    const [page = '', answer = ''] = restPage().split('## Sample response');
    put('pages/page.md', `${page}[!include[a](../samples/a.md)]\n`);
    put('samples/a.md', answer);
    expect(await broken()).toEqual([]);
  });
});

describe('the folder is replaced whole or not at all', () => {
  test('a catalogue is replaced, nothing of the old one is left', async () => {
    put('rest.md', restPage());
    await run();
    rmSync(join(docs, 'rest.md'));
    put('soap.md', soapPage());
    await run();
    expect(Object.keys(tree(out)).filter((path) => path.includes('rest'))).toEqual([]);
    expect(readdirSync(dirname(out))).toEqual(['catalogue']);
  });

  test('an empty folder is taken', async () => {
    put('rest.md', restPage());
    mkdirSync(out, { recursive: true });
    expect((await run()).code).toBe(0);
  });

  test.each<[string, () => void, string]>([
    ['somebody’s work', () => writeFileSync(join(out, 'notes.txt'), 'mine'), 'a folder without catalogue.json'],
    [
      'another catalogue.json',
      () => writeFileSync(join(out, 'catalogue.json'), '{"format": "other/1"}'),
      'another catalogue.json',
    ],
    ['a hidden file', () => writeFileSync(join(out, '.git'), ''), 'a folder without catalogue.json'],
  ])('%s is never replaced', async (_, make, found) => {
    put('rest.md', restPage());
    mkdirSync(out, { recursive: true });
    make();
    const before = tree(dirname(out));
    await expect(run()).rejects.toMatchObject({
      code: 'E_OUT',
      exit: 2,
      message: expect.stringContaining(found) as unknown,
    });
    expect(tree(dirname(out))).toEqual(before);
  });

  test('a catalogue with somebody’s work in it is never replaced', async () => {
    put('rest.md', restPage());
    await run();
    writeFileSync(join(out, 'notes.txt'), 'mine');
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('"notes.txt" in it') as unknown });
  });

  test.each(['rest-v1/notes.txt', 'mine/notes.txt', 'schemas/notes.txt'])(
    'a catalogue with somebody’s work deep in it is never replaced: %s',
    async (path) => {
      put('rest.md', restPage());
      await run();
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), 'mine');
      await expect(run()).rejects.toMatchObject({ message: expect.stringContaining(`"${path}" in it`) as unknown });
      expect(readFileSync(join(out, path), 'utf8')).toBe('mine');
    },
  );

  test.each([
    ['an empty --out', { out: '' }, 'is a variable not set?'],
    ['an empty --schemas', { schemas: '' }, 'is a variable not set?'],
    ['--out that is the working folder', { out: '.' }, 'the folder that this command was started in'],
    ['--out that is above the working folder', { out: '..' }, 'the folder that this command was started in'],
    ['--schemas that is --out', { schemas: '$out' }, 'found one in the other'],
    ['--schemas in --out', { schemas: '$out/schemas' }, 'found one in the other'],
    ['--schemas above --out', { schemas: '$out/..' }, 'found one in the other'],
  ])('%s is refused, and nothing is changed', async (_, given, found) => {
    put('rest.md', restPage());
    const before = tree(dirname(docs));
    const options = Object.fromEntries(
      Object.entries(given).map(([option, path]) => [option, path?.replace('$out', out)]),
    );
    await expect(run(options)).rejects.toMatchObject({
      code: 'E_OUT',
      exit: 2,
      message: expect.stringContaining(found) as unknown,
    });
    expect(tree(dirname(docs))).toEqual(before);
  });

  test('a file is never replaced', async () => {
    put('rest.md', restPage());
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, 'mine');
    await expect(run()).rejects.toMatchObject({ code: 'E_OUT' });
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test('after a failure the previous catalogue is still there', async () => {
    put('rest.md', restPage());
    await run();
    const before = tree(dirname(out));
    put('half.md', half);
    expect((await run({ strict: true })).code).toBe(1);
    expect(tree(dirname(out))).toEqual(before);
  });

  test('after a run that was killed the previous catalogue is back, also when this one writes nothing', async () => {
    put('rest.md', restPage());
    await run();
    const before = tree(out);
    const stage = join(dirname(out), `.catalogue-${spawnSync(process.execPath, ['-e', '']).pid}-Ab12Cd`);
    mkdirSync(stage);
    renameSync(out, join(stage, 'previous'));
    put('half.md', half);
    expect((await run({ strict: true })).code).toBe(1);
    expect(readdirSync(dirname(out))).toEqual(['catalogue']);
    expect(tree(out)).toEqual(before);
  });

  test('docs that are not there', async () => {
    await expect(run({ docs: [join(docs, 'none')] })).rejects.toMatchObject({ code: 'E_DOCS', exit: 2 });
  });
});

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

test.skipIf(absent)('the committed catalogue is what extraction makes of the pages, byte for byte', () => {
  const pages = 'folder' in reference ? committedPages(reference.folder) : [];
  const { contracts, types, documented } = extractCatalogue(pages, rules, () => undefined);
  const core = new Map([...documented].filter(([id]) => sets.core.includes(id)));
  const made = new Map(catalogueFiles({ contracts, types, documented: core }));
  const committed = new Map(Object.entries(tree(join(import.meta.dirname, '../specs/catalogue'))));
  expect([...committed.keys()].sort()).toEqual([...made.keys()].sort());
  // Names alone: the files themselves are too long to be told.
  expect([...made].filter(([path, text]) => committed.get(path) !== text).map(([path]) => path)).toEqual([]);
  const size = [...made.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(size).toBeLessThan(12_000_000);
});
