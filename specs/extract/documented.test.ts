import { describe, expect, test } from 'vitest';
import type { DocumentedPair } from '../contract.ts';
import { extracted } from '../testing/extraction.ts';
import { restPage, soapPage, type RestPageParts, type SoapPageParts } from '../testing/pages.ts';
import { readXml } from './read-xml.ts';
import { childOf } from './xml.ts';

function pairOf(text: string): DocumentedPair {
  const [pair] = extracted({ 'page.md': text }).documented.values();
  if (!pair) throw new Error('no pair');
  return pair();
}

describe('a REST pair', () => {
  const rest = (parts: RestPageParts) => pairOf(restPage(parts));

  test('is the sample as printed, its headers and its body', () => {
    const { request, response } = rest({});
    expect(request).toEqual({
      source: { evidence: 'sample', page: 'page.md', line: restPage().split('\n').indexOf('```http!') + 2 },
      verbatim:
        'POST /api/v1/Agents/Fleet/SaveShip\nAccept: application/json; charset=utf-8\nContent-Type: application/json; charset=utf-8\n\n{\n  "Name": "Ida"\n}',
      headers: [
        ['Accept', 'application/json; charset=utf-8'],
        ['Content-Type', 'application/json; charset=utf-8'],
      ],
      body: '{\n  "Name": "Ida"\n}',
    });
    expect(response).toMatchObject({
      headers: [['Content-Type', 'application/json; charset=utf-8']],
      body: request.body,
    });
  });

  test('has no body where nothing is printed, and none after a 204', () => {
    expect(rest({ sampleRequest: '' }).request).not.toHaveProperty('body');
    expect(rest({ status: '204', sampleResponse: 'null' }).response).not.toHaveProperty('body');
    expect(rest({ status: '200', sampleResponse: 'null' }).response.body).toBe('null');
  });

  test('has base64 for the placeholder of bytes, and is otherwise unchanged', () => {
    const sampleResponse =
      '{\n  "A":   "GIF89....File contents as raw bytes...",\n  "B": ["GIF89....File contents as raw bytes...", "GIF"]\n}';
    const { verbatim, body = '' } = rest({ sampleResponse }).response;
    const bytes = Buffer.from('GIF89....File contents as raw bytes...').toString('base64');
    expect(body).toBe(`{\n  "A":   "${bytes}",\n  "B": ["${bytes}", "GIF"]\n}`);
    expect(verbatim).toContain(sampleResponse);
  });
});

describe('a SOAP pair', () => {
  const soap = (parts: SoapPageParts) => pairOf(soapPage(parts));

  test('is a SOAP 1.1 envelope with the credentials in its header, and everything else as printed', () => {
    const { request } = soap({});
    const reading = readXml(request.body ?? '');
    if (!reading.ok) throw new Error(reading.message);
    const { root } = reading;
    expect(root.namespace).toBe('http://schemas.xmlsoap.org/soap/envelope/');
    expect(root.children.map((child) => [child.name, child.namespace === root.namespace])).toEqual([
      ['Header', true],
      ['Body', true],
    ]);
    expect(childOf(root, 'Header')?.children.map((child) => child.name)).toEqual(['ApplicationToken', 'Credentials']);
    const lines = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => line.trim());
    const printed = lines(request.verbatim);
    const added = lines(request.body ?? '').filter((line) => !printed.includes(line));
    expect(added).toEqual([
      'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"',
      '<SOAP-ENV:Header>',
      '</SOAP-ENV:Header>',
    ]);
    expect(request.body).toContain('<Fleet:Name xsi:type="xsd:string">Ida</Fleet:Name>');
  });

  test('has no header where nothing stands beside the body', () => {
    expect(soap({}).response.body).not.toContain('Header');
  });

  test('is not touched where it is right', () => {
    const right = soap({ envelopeNamespace: 'http://schemas.xmlsoap.org/soap/envelope/' }).response;
    expect(right.body).toBe(`${right.verbatim.trim()}\n`);
  });
});
