import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soapPage, wsdl } from '../specs/testing/pages.ts';
import { soconform, type Ended } from './testing/command.ts';

/** Documentation of nothing but WSDL files, as a server gives them, from extraction to a run. */

const folder = mkdtempSync(join(tmpdir(), 'wsdl-alone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(join(at(path), '..'), { recursive: true });
  writeFileSync(at(path), content);
}

const id = 'Fleet.SaveShip/soap-Services86';
const response = '<xs:element minOccurs="0" name="Response" type="xs:int" />';
const service = wsdl({ response });

describe('a folder of WSDL files', () => {
  let extracted: Ended;
  beforeAll(async () => {
    put('docs/Fleet.wsdl', service);
    put('docs/newer/Fleet.xml', wsdl({ version: 'Services87', response }));
    extracted = await soconform(['extract', at('docs'), '--out', at('catalogue')]);
  });

  test('is a catalogue, which tells that pages are missing', () => {
    expect(extracted).toEqual({
      code: 0,
      stdout: `2 contracts written to ${at('catalogue')}; 0 broken pages, 2 operations without a page, 0 other pages\n`,
      stderr: '',
    });
    expect(existsSync(at('catalogue/soap-Services86/Fleet.documented.json'))).toBe(false);
  });

  test.each<[string, readonly string[], string]>([
    ['is listed', ['list', 'contracts', '--json'], '"source": "Fleet.wsdl"'],
    ['is shown', ['show', id], 'wsdl Fleet.wsdl:'],
    ['gives schemas', ['schemas', '--out', at('schemas')], 'schemas of 2 contracts'],
    ['is asked, and its own emulator conforms', ['run'], 'Exit 0: the target conforms in 2 operations'],
  ])('%s', async (_, command, told) => {
    const { code, stdout } = await soconform([...command, '--catalogue', at('catalogue')], {
      env: { SOCONFORM_SET: undefined },
    });
    expect([code, stdout]).toEqual([0, expect.stringContaining(told)]);
  });

  test('is compared, version by version', async () => {
    const { code, stdout } = await soconform(['diff', at('docs'), '--from', 'Services86', '--to', 'Services87']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 operation in both, 0 of them changed')]);
  });
});

test.each<[string, string | Uint8Array]>([
  ['of other bytes than UTF-8', Buffer.from(soapPage().replace('Ida', 'Åse'), 'latin1')],
  ['that is cut', soapPage().slice(0, -200)],
])('a page %s is told, and the contract is made of the WSDL', async (what, page) => {
  const name = what.replaceAll(' ', '-');
  put(`${name}/page.md`, page);
  put(`${name}/Fleet.wsdl`, service);
  const defects = at(`${name}.md`);
  const { code, stdout } = await soconform(['extract', at(name), '--out', at(`${name}-made`), '--defects', defects]);
  expect(stdout).toMatch(
    /^E_PAGE page\.md:\d+: .*\n1 contract written to .*; 1 broken page, 1 operation without a page, /,
  );
  expect(code).toBe(0);
  expect(readFileSync(defects, 'utf8')).toContain(
    'Expected a page of Fleet.SaveShip of Services86, found none that can be read; the contract is made of the WSDL alone.',
  );
});
