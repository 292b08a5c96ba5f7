import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract, Field, NamedType, TypeRef } from '../contract.ts';
import { sets } from '../sets.ts';
import { rules } from '../testing/extraction.ts';
import { archive, archivedFiles, reference, seedPages } from '../testing/reference.ts';
import { extractCatalogue, type Extraction, type SourceFile } from './extract.ts';

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);
const seeds = 'folder' in reference ? seedPages(reference.folder) : [];
const wsdl = ['86/Services86-EMail', '86/Services86-Messaging', '87/Services87-Messaging', '88/Services88-EMail'];
const files =
  'folder' in reference
    ? [
        ...seeds,
        ...archivedFiles(
          archive(reference.folder),
          wsdl.map((name) => `docs/en/api/reference/soap/Services${name}.md`),
        ),
      ]
    : [];

function extract(pages: readonly SourceFile[]): Extraction {
  return extractCatalogue(pages, rules, () => undefined);
}

function contractOf({ contracts }: Extraction, id: string): Contract {
  const contract = contracts.find((one) => one.id === id);
  if (!contract) throw new Error(`no ${id}`);
  return contract;
}

/** The type of a member by its path: `To[].Name`, `FieldProperties{}.FieldType`. */
function at(
  extraction: Extraction,
  id: string,
  side: 'input' | 'output',
  path: string,
): TypeRef & { nullable?: boolean } {
  const contract = contractOf(extraction, id);
  const pool: ReadonlyMap<string, NamedType> =
    extraction.types.get(`${contract.protocol}-${contract.version}`) ?? new Map();
  const start = contract[side];
  let type: TypeRef =
    start === 'nothing'
      ? { kind: 'unknown' }
      : 'fields' in start
        ? { kind: 'object', fields: start.fields }
        : start.type;
  let nullable: boolean | undefined;
  for (const step of path.match(/\[\]|\{\}|\w+/g) ?? []) {
    const named: NamedType | undefined = type.kind === 'named' ? pool.get(type.name) : undefined;
    const fields = (of: NamedType | undefined): readonly Field[] =>
      of?.kind === 'object' ? [...fields(pool.get(of.base ?? '')), ...of.fields] : [];
    if (step === '[]')
      type = type.kind === 'array' ? type.items : named?.kind === 'array' ? named.item.type : { kind: 'unknown' };
    else if (step === '{}')
      type = type.kind === 'map' ? type.values : named?.kind === 'map' ? named.value.type : { kind: 'unknown' };
    else {
      const field: Field | undefined = (type.kind === 'object' ? type.fields : fields(named)).find(
        ({ name }) => name === step,
      );
      if (!field) throw new Error(`no member ${step} of ${path}`);
      ({ type, nullable } = field);
    }
  }
  return nullable === undefined ? type : { ...type, nullable };
}

describe.skipIf(absent)('the five pages alone', () => {
  const alone = extract(seeds);
  const emails = 'EMail.SendEMails/rest-v1';

  test('are five contracts, without problem or dispute', () => {
    expect(alone.problems).toEqual([]);
    expect(alone.contracts.map(({ id }) => id).sort()).toEqual([...sets.core].sort());
    expect(alone.contracts.flatMap(({ disputes }) => disputes)).toEqual([]);
  });

  test.each([
    ['output', '[].To[].DuplicatePersonIds', { kind: 'array', items: { kind: 'scalar', scalar: 'int32' } }],
    ['output', '[].FieldProperties', { kind: 'map' }],
    ['output', '[].FieldProperties{}.FieldLength', { kind: 'scalar', scalar: 'int32' }],
    ['output', '[].To[].FieldProperties{}.FieldType', { kind: 'scalar', scalar: 'string' }],
    ['output', '[].To[].FieldProperties{}.FieldRight', { kind: 'unknown' }],
    ['output', '[].Sent', { kind: 'scalar', scalar: 'date-time' }],
    ['output', '[].Attachments[].Stream', { kind: 'scalar', scalar: 'base64' }],
    ['output', '[].CustomHeaderList[].Values', { kind: 'array', items: { kind: 'scalar', scalar: 'string' } }],
    ['output', '[].From', { kind: 'unknown' }],
    ['output', '[].TableRight', { kind: 'unknown' }],
    ['output', '[].Priority', { kind: 'scalar', scalar: 'string' }],
    ['input', 'Emails[].Sent', { kind: 'scalar', scalar: 'date-time' }],
    ['input', 'Emails[].From', { kind: 'unknown' }],
    ['input', 'Emails[].To[]', { kind: 'unknown', shape: 'object' }],
    ['input', 'OutgoingConnectionInfo', { kind: 'unknown' }],
  ] as const)('%s %s', (side, path, type) => {
    expect(at(alone, emails, side, path)).toMatchObject(type);
  });

  test('a request member is not invented by the answer', () => {
    expect(() => at(alone, emails, 'input', 'Emails[].TableRight')).toThrow('no member');
  });

  test('the effects of the five, and what is restricted', () => {
    expect(alone.contracts.map(({ id, effect, restricted }) => [id, effect, restricted?.line])).toEqual([
      ['EMail.RelayMessage/rest-v1', 'send', 16],
      ['EMail.RelayMessage/soap-Services86', 'send', 14],
      ['EMail.SendEMails/rest-v1', 'send', 17],
      ['Messaging.CreateMessage/soap-Services87', 'write', 15],
      ['Messaging.SendMessages/soap-Services86', 'send', 15],
    ]);
  });

  test('one result for each of the messages', () => {
    const { resultLength } = contractOf(alone, 'Messaging.SendMessages/soap-Services86');
    expect(resultLength).toMatchObject({ of: 'OutgoingMessages', source: { line: 20 } });
  });

  test('no sentence of the pages is in the catalogue', () => {
    const sentences = seeds.flatMap(({ text }) => text.match(/[A-Z][a-z]+(?: [\w'-]+){4,}/g) ?? []);
    const prose = sentences.filter((sentence) => !/^[\s{"]/.test(sentence));
    const told = JSON.stringify(alone.contracts) + JSON.stringify([...alone.types.values()].map((pool) => [...pool]));
    expect(prose.length).toBeGreaterThan(20);
    expect(prose.filter((sentence) => told.includes(sentence))).toEqual([]);
  });
});

describe.skipIf(absent)('with WSDL pages', () => {
  const full = extract(files);
  const emails = 'EMail.SendEMails/rest-v1';

  test('SOAP contracts are the WSDL’s, inherited members first', () => {
    const pool = full.types.get('soap-Services86');
    expect(pool?.get('MessageDeliveryStatus')).toMatchObject({
      base: 'Carrier',
      fields: [{ name: 'Status', nullable: false }, { name: 'StatusDescription', nullable: true }, {}],
    });
    expect(pool?.get('Carrier')).toMatchObject({ fields: [{ name: 'TableRight' }, { name: 'FieldProperties' }] });
    const contract = contractOf(full, 'Messaging.SendMessages/soap-Services86');
    expect(contract.protocol === 'soap' && contract.responseHeader.map(({ name }) => name)).toEqual([
      'ExceptionInfo',
      'ExtraInfo',
      'Succeeded',
      'TimeZone',
    ]);
    expect(contract.disputes).toEqual([]);
  });

  test('REST contracts get from the twin what their own page cannot show', () => {
    const pool = full.types.get('rest-v1');
    expect(at(full, emails, 'output', '[].From')).toMatchObject({
      kind: 'named',
      name: 'EMailAddress',
      nullable: true,
    });
    expect(at(full, emails, 'output', '[].To[].DuplicatePersonIds')).toMatchObject({
      kind: 'array',
      items: { scalar: 'int32' },
    });
    expect(at(full, emails, 'output', '[].FieldProperties{}.FieldRight')).toMatchObject({ name: 'FieldRight' });
    expect(at(full, emails, 'output', '[].Attachments[].Stream')).toMatchObject({ scalar: 'base64' });
    expect(at(full, emails, 'input', 'Emails[].Priority')).toMatchObject({ name: 'EMailPriority', nullable: false });
    expect(pool?.get('EMailPriority')).toMatchObject({ kind: 'enum', source: { evidence: 'twin' } });
    expect(pool?.get('EMailFlags')?.kind).toBe('flags');
    expect([...(pool?.values() ?? [])].some(({ kind }) => kind === 'array' || kind === 'map')).toBe(false);
  });

  test('the place of a member stays the table, that of its type is the twin', () => {
    const { output } = contractOf(full, emails) as { output: { type: { items: { fields: readonly Field[] } } } };
    const field = (name: string) => output.type.items.fields.find((one) => one.name === name);
    expect(field('Priority')).toMatchObject({
      source: { evidence: 'table', line: 80 },
      typeSource: { evidence: 'twin' },
    });
    expect(field('Size')).toMatchObject({ source: { evidence: 'table', line: 79 } });
    expect(field('Size')?.typeSource).toBeUndefined();
  });

  test('the order of the files does not matter', () => {
    const plain = ({ documented, ...rest }: Extraction) => ({
      ...rest,
      pairs: [...documented].map(([id, pair]) => [id, pair()]).sort(),
    });
    expect(plain(extract(files.toReversed()))).toEqual(plain(full));
  });
});

/** Members of tables, samples and envelopes, each with another name; the operation itself keeps its name. */
function renamed(text: string): string {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(/^\s*"(\w+)":/gm)) names.add(name);
  for (const [, name = ''] of text.matchAll(/<\w+:(\w+) xsi:type/g)) names.add(name);
  for (const keep of ['Response', 'int', 'string']) names.delete(keep);
  const other = (name: string) => (names.has(name) ? `Zz${[...name].toReversed().join('')}` : name);
  return text
    .replace(/^(\s*)"(\w+)":/gm, (_, space: string, name: string) => `${space}"${other(name)}":`)
    .replace(/^\| (\w+) \|/gm, (_, name: string) => `| ${other(name)} |`)
    .replace(
      /(<\/?\w+:)(\w+)( xsi:type|>)/g,
      (_, open: string, name: string, rest: string) => open + other(name) + rest,
    );
}

describe.skipIf(absent)('no name of a member stands in the code', () => {
  const shape = (extraction: Extraction) =>
    JSON.stringify(
      [
        extraction.contracts.map(({ input, output }) => [input, output]),
        [...extraction.types].map(([generation, pool]) => [generation, [...pool.values()]]),
      ],
      (key, value: unknown) => (key === 'name' || key === 'entry' ? 0 : value),
    );

  test.each(seeds.map((file) => [file.path.replace(/.*\//, ''), file] as const))('%s', (_, file) => {
    const other = { ...file, text: renamed(file.text) };
    expect(other.text).not.toBe(file.text);
    expect(shape(extract([other]))).toBe(shape(extract([file])));
  });
});

describe.skipIf(absent)('a spoiled page is a problem or another contract, and never an error', () => {
  const spoiled = (file: SourceFile) =>
    fc
      .tuple(
        fc.nat(file.text.length),
        fc.nat(40),
        fc.oneof(fc.constant(''), fc.constantFrom('|', '`', '```\n', '\n', '{', '"', '<', '&', '\u0000'), fc.string()),
      )
      .map(([from, length, insert]) => file.text.slice(0, from) + insert + file.text.slice(from + length));

  test.each([...files.keys()])('page %i', (index) => {
    const file = files[index] ?? { path: '', text: '' };
    // One of a page, and of a WSDL one for each of its operations.
    const whole = extract([file]).contracts.length;
    fc.assert(
      fc.property(spoiled(file), (text) => {
        const { contracts, problems } = extract([{ path: file.path, text }]);
        for (const problem of problems) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.page).toBe(file.path);
        }
        expect(contracts.length).toBeLessThanOrEqual(whole);
      }),
      { numRuns: file.text.length > 100_000 ? 8 : 150 },
    );
  });

  test.each(seeds.map((file) => [file.path.replace(/.*\//, ''), file] as const))(
    '%s cut off anywhere is no contract',
    (_, file) => {
      const end = file.text.trimEnd().length;
      fc.assert(
        fc.property(fc.integer({ min: 1, max: end - 1 }), (length) => {
          expect(extract([{ path: file.path, text: file.text.slice(0, length) }]).contracts).toEqual([]);
        }),
        { numRuns: 200 },
      );
    },
  );
});
