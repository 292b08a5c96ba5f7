import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { restPage, soapPage, wsdl } from '../specs/testing/pages.ts';
import { extract } from './extract.ts';

const scratch = mkdtempSync(join(tmpdir(), 'defects-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let docs = '';
let out = '';
let made = '';
let count = 0;
beforeEach(() => {
  count += 1;
  docs = join(scratch, `${count}`, 'docs');
  made = join(scratch, `${count}`, 'made');
  out = join(made, 'catalogue');
  mkdirSync(docs, { recursive: true });
});

function put(path: string, content: string | Uint8Array): string {
  const file = join(docs, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function run(
  files: readonly string[],
  options: { strict?: boolean; docs?: readonly string[] } = {},
): Promise<number> {
  return extract({ docs: [docs], out, defects: files, ...options, print: () => {} });
}

interface Place {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number };
}
interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly kind?: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: Place }[];
  readonly relatedLocations?: readonly { readonly physicalLocation: Place }[];
}

function results(file: string): readonly Result[] {
  const log = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly runs: readonly { readonly results: readonly Result[] }[];
  };
  return log.runs[0]?.results ?? [];
}

/** `rule uri:line` */
function told(file: string): string[] {
  return results(file).map(({ ruleId, locations: [place] }) => {
    const { artifactLocation, region } = place?.physicalLocation ?? {
      artifactLocation: { uri: '' },
      region: { startLine: 0 },
    };
    return `${ruleId} ${artifactLocation.uri}:${region.startLine}`;
  });
}

/** The line of a text's first occurrence. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

async function reported(): Promise<string[]> {
  const file = join(made, 'defects.sarif');
  await run([file]);
  return told(file);
}

describe('every page that is no contract is told, with the line', () => {
  const good = restPage();
  const sink = restPage({ operation: 'Agents/Fleet/Sink' });
  const [openFence, badJson] = [
    sink.replace(/```$/, ''),
    sink.replace('"Ida"\n}\n```\n\n## Sample response', '"Ida",\n}\n```\n\n## Sample response'),
  ];
  const noStatus = sink.replace('| 200 | OK |', '| ok | OK |');
  const noRow = sink.replace('| 200 | OK |', '| | |');
  const narrow = sink.replace('| 200 | OK |', '| 200 |');
  const wide = sink.replace('| 200 | OK |', '| 200 | OK | more |');
  const badXml = soapPage().replace('</Fleet:Name>', '</Fleet:Nome>');

  test.each<[string, Readonly<Record<string, string | Uint8Array>>, readonly string[]]>([
    ['a fence that is not closed', { 'a.md': openFence }, [`PAGE-FENCE a.md:${lineOf(sink, '```http_')}`]],
    ['a sample that is no JSON', { 'a.md': badJson }, [`SAMPLE-JSON a.md:${lineOf(badJson, ',\n}') + 1}`]],
    ['a sample that is no XML', { 'a.md': badXml }, [`SAMPLE-XML a.md:${lineOf(badXml, '</Fleet:Nome>')}`]],
    ['a status that is no number', { 'a.md': noStatus }, [`PAGE-TABLE a.md:${lineOf(noStatus, '| ok |')}`]],
    ['a status that is empty', { 'a.md': noRow }, [`PAGE-TABLE a.md:${lineOf(noRow, '| | |')}`]],
    ['a row that is too narrow', { 'a.md': narrow }, [`PAGE-TABLE a.md:${lineOf(sink, '| 200 |')}`]],
    ['a row that is too wide', { 'a.md': wide }, [`PAGE-TABLE a.md:${lineOf(sink, '| 200 |')}`]],
    [
      'a page cut off',
      { 'a.md': sink.slice(0, 900) },
      [`PAGE-INCOMPLETE a.md:${sink.slice(0, 900).split('\n').length}`],
    ],
    [
      'a WSDL that is cut off',
      { 'w.xml': wsdl().slice(0, 900) },
      [`WSDL-XML w.xml:${wsdl().slice(0, 900).trimEnd().split('\n').length}`],
    ],
    [
      'a name in a WSDL that leads nowhere',
      { 'w.xml': wsdl().replace('message="tns:SaveShipRequest" ', 'message="tns:Lost" ') },
      [`WSDL-DEFINITION w.xml:${lineOf(wsdl(), 'message="tns:SaveShipRequest" ')}`],
    ],
    ['other bytes than UTF-8', { 'a.md': Buffer.from('# A\n\n\u00e9', 'latin1') }, ['FILE-ENCODING a.md:3']],
    ['an operation a second time', { 'z.md': good }, ['PAGE-REPEATED z.md:9']],
    ['an index', { 'index.md': '# Fleet' }, ['PAGE-OTHER index.md:1']],
    ['odd names', { 'a b#%é:?.md': '# Fleet' }, ['PAGE-OTHER a%20b%23%25%C3%A9%3A%3F.md:1']],
  ])('%s', async (_, pages, expected) => {
    put('good.md', good);
    for (const [path, content] of Object.entries(pages)) put(path, content);
    expect(await reported()).toEqual(expected);
  });

  test('files that cannot be read', async () => {
    put('good.md', good);
    symlinkSync('self.md', join(docs, 'self.md'));
    symlinkSync('nothing.md', join(docs, 'dangling.md'));
    symlinkSync('good.md', join(docs, 'again.md'));
    symlinkSync('.', join(docs, 'circle'));
    truncateSync(put('large.md', ''), 100 * 1024 * 1024);
    expect(await reported()).toEqual([
      'LINK-NOT-FOLLOWED again.md:1',
      'LINK-BROKEN circle:1',
      'LINK-BROKEN dangling.md:1',
      'FILE-TOO-LARGE large.md:1',
      'LINK-BROKEN self.md:1',
    ]);
  });

  test('a sample that two pages include is told once, and both pages are told', async () => {
    const include = (page: string) => page.replace(/## Sample response[^]*/, '[!include[a](a.md)]\n');
    put('good.md', good);
    put('one.md', include(sink));
    put('two.md', include(restPage({ operation: 'Agents/Fleet/Raise' })));
    put('a.md', '```http_\nHTTP/1.1 200 OK\nA: b\n\n{"a"}\n```');
    const line = lineOf(sink, '## Sample response');
    expect(await reported()).toEqual([
      'SAMPLE-JSON a.md:5',
      `PAGE-INCLUDE one.md:${line}`,
      `PAGE-INCLUDE two.md:${line}`,
    ]);
  });
});

describe('what was mended and weighed is told', () => {
  test('each erratum at its line, each once', async () => {
    const page = soapPage();
    put('soap.md', page);
    const second =
      lineOf(page.slice(page.indexOf('## SaveShip Response')), '<SOAP-ENV:Envelope') +
      lineOf(page, '## SaveShip Response') -
      1;
    expect(await reported()).toEqual([
      `SOAP-12-NAMESPACE soap.md:${lineOf(page, 'xmlns:SOAP-ENV')}`,
      `SOAP-OUTSIDE-HEADER soap.md:${lineOf(page, '<Fleet:ApplicationToken>')}`,
      `SOAP-12-NAMESPACE soap.md:${second + 1}`,
    ]);
  });

  test('a dispute stands where the value is that the contract does not take, and names the other place', async () => {
    const page = soapPage({ request: '<Fleet:Name xsi:type="xsd:int">1</Fleet:Name>' });
    put('soap.md', page);
    put('w.xml', wsdl());
    const file = join(made, 'defects.sarif');
    await run([file]);
    const dispute = results(file).find(({ ruleId }) => ruleId === 'DISPUTE-TYPE');
    expect(dispute).toMatchObject({
      level: 'warning',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'soap.md' }, region: { startLine: lineOf(page, 'xsd:int"') } } },
      ],
      relatedLocations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'w.xml' },
            region: { startLine: lineOf(wsdl(), 'name="Name"') },
          },
        },
      ],
    });
    expect(dispute?.message.text).toContain(
      'input.Name of Fleet.SaveShip/soap-Services86: the sample says int32; the WSDL says string (w.xml:',
    );
  });
});

describe('the files', () => {
  test('are SARIF and Markdown by their endings, and the same bytes again', async () => {
    put('good.md', restPage());
    put('index.md', '# Fleet');
    put('soap.md', soapPage());
    const files = [join(made, 'new/defects.sarif'), join(made, 'defects.md')];
    expect(await run(files)).toBe(0);
    const first = files.map((file) => readFileSync(file, 'utf8'));
    expect(first[1]).toMatch(/^# Defects of the documentation\n\n4 places in 2 files\.\n/);
    expect(first[1]).toContain('| [PAGE-OTHER](#page-other) | 1 |');
    expect(first[1]?.match(/The samples use the envelope namespace of SOAP 1\.2;/g)).toHaveLength(1);
    await run(files);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(first);
    expect(readdirSync(made).toSorted()).toEqual(['catalogue', 'defects.md', 'new']);
  });

  test('nothing of a page becomes markup', async () => {
    put('good.md', restPage());
    put('a`b|<i>.md', '# Fleet');
    const file = join(made, 'defects.md');
    await run([file]);
    expect(readFileSync(file, 'utf8')).toContain('- `` a`b|<i>.md ``\n');
  });

  test.each<[string, () => readonly string[]]>([
    ['another ending', () => [join(made, 'defects.json')]],
    ['no ending', () => [join(made, 'sarif')]],
    ['the same file twice', () => [join(made, 'a.md'), join(made, 'b', '..', 'a.md')]],
    ['a file in the catalogue', () => [join(out, 'defects.md')]],
    ['the folder of the catalogue', () => [join(dirname(out), 'catalogue', '..', 'catalogue', 'x', 'y.sarif')]],
    ['a page', () => [join(docs, 'good.md')]],
    ['a folder', () => [(mkdirSync(join(docs, '..', 'a.md')), join(docs, '..', 'a.md'))]],
    ['below a file', () => [join(docs, 'good.md', 'a.md')]],
  ])('%s is refused, and nothing is written', async (_, files) => {
    put('good.md', restPage());
    await expect(run(files())).rejects.toMatchObject({ code: 'E_DEFECTS', exit: 2 });
    expect(existsSync(made)).toBe(false);
  });

  test('a refused folder of the catalogue: no report either', async () => {
    put('good.md', restPage());
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'notes.txt'), 'mine');
    await expect(run([join(made, 'defects.md')])).rejects.toMatchObject({ code: 'E_OUT' });
    expect(readdirSync(made)).toEqual(['catalogue']);
  });

  test.each([
    ['with --strict', true, 1],
    ['when nothing is a contract', undefined, 2],
  ])('are written when the catalogue is not: %s', async (_, strict, code) => {
    if (strict) put('good.md', restPage());
    put('half.md', restPage({ operation: 'Agents/Fleet/Sink' }).slice(0, 900));
    const file = join(made, 'defects.sarif');
    expect(await run([file], strict === undefined ? {} : { strict })).toBe(code);
    expect(told(file)).toHaveLength(1);
    expect(readdirSync(made)).toEqual(['defects.sarif']);
  });

  test('a report among the pages is no page', async () => {
    put('good.md', restPage());
    const file = join(docs, 'defects.md');
    await run([file]);
    const first = readFileSync(file, 'utf8');
    await run([file]);
    expect(readFileSync(file, 'utf8')).toBe(first);
  });
});
