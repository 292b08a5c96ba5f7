import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainXml } from './xml-plain.ts';
import { readXml, readXmlStrictly, type XmlElement } from './xml.ts';

/** All that an element says, its scope by the prefixes that the documents here use. */
function told(element: XmlElement): unknown {
  const { scope, children, ...rest } = element;
  return { ...rest, scope: ['', 's', 'i', 'p', 'xml', 'q'].map(scope), children: children.map(told) };
}

const envelope = `<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i='urn:i'>
  <s:Header><Succeeded xmlns="urn:t">true</Succeeded></s:Header>
  <s:Body>
    <SendResponse xmlns="urn:t" xmlns:p="urn:p">
      <p:Name i:nil="true" p:nil="1"/><p:Text>a &amp; b &#233; &#x1F600; 😀 é</p:Text ><Empty></Empty><Space> </Space>
    </SendResponse>
  </s:Body>
</s:Envelope>
`;

test('an envelope as servers write it is plain, and read as the strict parser reads it', () => {
  const plain = readPlainXml(envelope, 200);
  const strict = readXmlStrictly(envelope);
  if (plain === undefined || !strict.ok) throw new Error('it should have been read');
  expect(told(plain)).toEqual(told(strict.root));
});

test.each([
  ['a comment', '<a><!-- b --></a>'],
  ['CDATA', '<a><![CDATA[b]]></a>'],
  ['an instruction', '<a><?b c?></a>'],
  ['line ends of two characters', '<a>\r\n</a>'],
  ['a name in another script', '<é/>'],
  ['a name that goes on in another script', '<aé/>'],
  ['a line end in an attribute', '<a b="\n"/>'],
  ['space around =', '<a b = "c"/>'],
  ['XML 1.1', '<?xml version="1.1"?><a/>'],
  ['blanks around a namespace', '<a xmlns=" u "/>'],
])('%s is left to the strict parser, and read', (_, text) => {
  expect([readPlainXml(text, 200), readXml(text).ok]).toEqual([undefined, true]);
});

test('depth is bounded', () => {
  const nested = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels);
  expect([readPlainXml(nested(3), 3) === undefined, readPlainXml(nested(4), 3) === undefined]).toEqual([false, true]);
});

describe('what it reads', () => {
  const characters = '<>/="\'&;:!?-[] \n\t\rx1.é\u0085\ufeff\u0000\ufffe\ud800';
  const attributes = ' a="b"| p:nil="2"| q:nil="2"| xmlns:p="urn:p"| xmlns:q="urn:p"| xmlns:p=""|xmlns="urn:q"'.split(
    '|',
  );
  const markup = 'xml: xmlns: p: q: <b> </b> <b/> <p:b> </p:b> ]]> <![CDATA[ <!-- -->'.split(' ');
  const references = '&#0; &#xD800; &#x110000; &#65; &lt; &nope; &#9999999; 😀'.split(' ');
  const namespaces = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'];
  const pieces = fc.oneof(
    fc.constantFrom(...characters, ...attributes, ...markup, ...references, ...namespaces),
    fc.string({ unit: 'binary', maxLength: 2 }),
  );
  /** Takes some characters out of a text and puts others in. */
  const spoiled = (text: string): fc.Arbitrary<string> =>
    fc.array(fc.tuple(fc.nat(), fc.nat(6), pieces), { minLength: 1, maxLength: 3 }).map((cuts) =>
      cuts.reduce((whole, [place, length, piece]) => {
        const at = place % (whole.length + 1);
        return whole.slice(0, at) + piece + whole.slice(at + (length % 4 === 0 ? 0 : length));
      }, text),
    );
  const small = '<p:a xmlns:p="u" xmlns="v" b="c" p:d=\'e\'><f/>g</p:a>';

  test.each([
    ['an envelope', envelope, 4_000],
    ['a small document', small, 8_000],
  ])('of %s with some characters exchanged is what the strict parser reads', (_, text, numRuns) => {
    let read = 0;
    fc.assert(
      fc.property(spoiled(text), (document) => {
        const plain = readPlainXml(document, 200);
        if (plain === undefined) return;
        read += 1;
        const strict = readXmlStrictly(document);
        expect(strict.ok ? told(strict.root) : strict.error).toEqual(told(plain));
      }),
      { numRuns },
    );
    expect(read).toBeGreaterThan(numRuns / 50);
  });
});
