import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXml } from './read-xml.ts';
import { attribute, childOf, resolveQName, type XmlNode } from './xml.ts';

function root(text: string): XmlNode {
  const reading = readXml(text);
  if (!reading.ok) throw new Error(reading.message);
  return reading.root;
}

describe('refuses what is not well-formed', () => {
  test.each([
    ['nothing', ''],
    ['text alone', 'a'],
    ['an element that is not closed', '<a><b></b>'],
    ['elements that overlap', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>b'],
    ['an unbound prefix', '<p:a/>'],
    ['an unbound prefix of an attribute', '<a p:b="1"/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['an attribute without a value', '<a b/>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a lone ampersand', '<a>& </a>'],
    ['a lone less-than', '<a> < </a>'],
    ['two hyphens in a comment', '<a><!-- -- --></a>'],
    ['a declaration that is not at the start', ' <?xml version="1.0"?><a/>'],
    ['a control character', '<a>\u0001</a>'],
    ['the end of CDATA in text', '<a>]]></a>'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    ['a DOCTYPE with entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['nesting without end', '<a>'.repeat(5000)],
  ])('%s', (_, text) => {
    expect(readXml(text).ok).toBe(false);
  });
});

test('says the line of the page', () => {
  expect(readXml('<a>\n <b>\n</a>', 10)).toMatchObject({ ok: false, line: 12 });
});

test('reads elements, attributes, references, CDATA and comments', () => {
  const node = root('<?xml version="1.0"?>\n<a x="1 &amp; 2"><!-- c --><b>&#65;&#x42;<![CDATA[<C>]]></b></a>\n');
  expect(attribute(node, 'x')).toBe('1 & 2');
  expect(childOf(node, 'b')?.text).toBe('AB<C>');
});

test('knows lines and offsets of start and end tags', () => {
  const text = '<a\n x="<"\n>'.replace('<"', '&lt;"') + '<b\n/>\n<c>1</c></a>';
  const node = root(text);
  const [b, c] = node.children;
  expect([node.line, b?.line, c?.line]).toEqual([1, 3, 5]);
  expect(text.slice(b?.start, b?.end)).toBe('<b\n/>');
  expect(text.slice(c?.start, c?.end)).toBe('<c>1</c>');
  expect(text.slice(node.start, node.end)).toBe(text);
});

test('resolves names by scope, a prefix that is bound again included', () => {
  const node = root('<p:a xmlns:p="one" xmlns="d"><p:b xmlns:p="two" xmlns=""><c/></p:b><p:d/></p:a>');
  const b = childOf(node, 'b');
  const c = childOf(b, 'c');
  expect([node.namespace, b?.namespace, c?.namespace, childOf(node, 'd')?.namespace]).toEqual([
    'one',
    'two',
    '',
    'one',
  ]);
  expect(c && resolveQName(c, 'p:x')).toEqual({ namespace: 'two', name: 'x' });
  expect(resolveQName(node, ' p:x ')).toEqual({ namespace: 'one', name: 'x' });
  expect(resolveQName(node, 'x')).toEqual({ namespace: 'd', name: 'x' });
  expect(c && resolveQName(c, 'x')).toEqual({ namespace: '', name: 'x' });
  expect(resolveQName(node, 'q:x')).toBeUndefined();
});

test('any text is read or refused', () => {
  const piece = fc.constantFrom(
    '<a',
    '>',
    '</a>',
    '/>',
    ' x="1"',
    '&amp;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?p',
    '?>',
    'é',
    '"',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
      expect(typeof readXml(pieces.join('')).ok).toBe('boolean');
    }),
  );
});

test('names that differ in one character beyond ASCII stay two names', () => {
  const names = ['Avdeling\u00e9nummer', 'Avdeling\u01e9nummer'];
  expect(names.map((name) => root(`<a b="\u01e9"><${name}/></a>`).children[0]?.name)).toEqual(names);
});

test('a value of no characters stays empty, whatever was read before', () => {
  const long = root(`<a>${Array.from({ length: 30_000 }, (_, at) => `<b${at} c="d${at}"/>`).join('')}</a>`);
  expect(long.children).toHaveLength(30_000);
  const quotes = ['"', "'"].flatMap((quote) => [`<a b=${quote}${quote}/>`, `<a bc=${quote}${quote} />`]);
  expect(quotes.map((text) => root(text).attributes[0]?.value)).toEqual(['', '', '', '']);
});
