import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { soapPage, wsdl } from '../testing/pages.ts';
import { readXml } from './read-xml.ts';
import type { XmlNode } from './xml.ts';

/** A document as both readers can tell it. */
interface Told {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly text: string;
  readonly children: Told[];
}

// Layout is not compared, nor the blanks around a namespace, which saxes takes off.
const blank = /\s+/g;

function ours(text: string): Told | undefined {
  const told = (node: XmlNode): Told => ({
    name: `{${node.namespace.trim()}}${node.name}`,
    attributes: node.attributes.map(({ name, namespace, value }) => `{${namespace.trim()}}${name}=${value}`),
    text: node.text.replace(blank, ''),
    children: node.children.map(told),
  });
  const reading = readXml(text);
  return reading.ok ? told(reading.root) : undefined;
}

/** The same by a parser that others wrote. */
function saxes(text: string): Told | undefined {
  const parser = new SaxesParser({ xmlns: true });
  const open: { name: string; attributes: string[]; text: string; children: Told[] }[] = [];
  let root: Told | undefined;
  let depth = 0;
  let isRight = true;
  parser.on('error', () => (isRight = false));
  parser.on('doctype', () => (isRight = false));
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes)
      .filter(({ uri }) => uri !== 'http://www.w3.org/2000/xmlns/')
      .map(({ local, uri, value }) => `{${uri}}${local}=${value}`);
    const node = { name: `{${tag.uri}}${tag.local}`, attributes, text: '', children: [] };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
    depth = Math.max(depth, open.length);
  });
  const add = (characters: string) => {
    const node = open.at(-1);
    if (node) node.text += characters;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const node = open.pop();
    if (node) node.text = node.text.replace(blank, '');
  });
  parser.write(text).close();
  return isRight && depth <= 200 ? root : undefined;
}

const pieces = [
  '<',
  '>',
  '/',
  '</',
  '/>',
  '"',
  "'",
  '=',
  ' ',
  '\n',
  '&',
  '&amp;',
  '&#65;',
  '&#x0;',
  '&#55555;',
  '&x;',
  ';',
  'a',
  'p:',
  ':',
  'xmlns',
  'xmlns:p=""',
  ' xmlns="u"',
  ' xmlns:q="u"',
  ' xml:lang="e"',
  '<!--',
  '-->',
  '--',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a>',
  'é',
  '-',
  '1',
  '\u0001',
  '<a/>',
];

const documents = [
  ...[...soapPage().matchAll(/```xml\n([^]*?)```/g)].map((match) => match[1] ?? ''),
  wsdl().slice(0, 900),
  '<p:a xmlns:p="u" p:b="1"\n c=\'2\'><!-- x --><?y z?>1 &lt; 2<![CDATA[<]]><d/></p:a>',
];

/** Saxes checks a name as a whole and lets `a:-b` pass, whose second part is no name; and it takes a blank for no namespace. */
const isKnown = (text: string) => /\w:[-.\d]|xmlns\S*=["']\s/.test(text);

describe('reads and refuses what saxes reads and refuses', () => {
  test('spoiled documents', () => {
    const spoiled = fc
      .tuple(
        fc.constantFrom(...documents),
        fc.nat(2000),
        fc.nat(6),
        fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
      )
      .map(([text, from, length, insert]) => {
        const at = from % text.length;
        return text.slice(0, at) + insert.join('') + text.slice(at + length);
      });
    fc.assert(
      fc.property(spoiled, (text) => {
        fc.pre(!isKnown(text));
        expect(ours(text)).toEqual(saxes(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('small documents of pieces', () => {
    const small = fc
      .array(fc.constantFrom(...pieces), { maxLength: 8 })
      .map((inner) => `<a xmlns:p="p">${inner.join('')}</a>`);
    const tag = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((inner) => `<a${inner.join('')}></a>`);
    fc.assert(
      fc.property(fc.oneof(small, tag), (text) => {
        fc.pre(!isKnown(text));
        expect(ours(text)).toEqual(saxes(text));
      }),
      { numRuns: 5000 },
    );
  });
});

test('a tag of more attributes or prefixes than could be compared in time is refused', () => {
  const many = (count: number, one: (index: number) => string) =>
    `<a ${Array.from({ length: count }, (_, index) => one(index)).join(' ')}/>`;
  for (const one of [(index: number) => `b${index}="1"`, (index: number) => `xmlns:b${index}="u"`]) {
    expect(readXml(many(500, one))).toMatchObject({ ok: true });
    expect(readXml(many(300_000, one))).toMatchObject({
      ok: false,
      line: 1,
      message: expect.stringMatching(/^more than 500 /),
    });
  }
  const nested = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `<a${'xyz'.replace(/./g, (name) => ` xmlns:${name}${index}="u"`)}>`,
    ).join('');
  expect(readXml(`${nested(180)}`)).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^more than 500 prefixes/),
  });
});
