import * as fc from 'fast-check';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { xmlText } from './testing/arbitrary.ts';
import { readXml, readXmlBytes, type XmlElement } from './xml.ts';
import { escapeAttribute, escapeText } from './xml-write.ts';

function rootOf(text: string): XmlElement {
  const reading = readXml(text);
  if (!reading.ok) throw new Error(reading.error.message);
  return reading.root;
}

/** Whether a parser that nobody here wrote takes it for a well-formed document with namespaces. */
function libxml2Accepts(text: string): boolean {
  try {
    XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET }).dispose();
    return true;
  } catch {
    return false;
  }
}

const illFormed: readonly (readonly [title: string, text: string])[] = [
  ['an empty document', ''],
  ['white space only', ' \n'],
  ['only a declaration', '<?xml version="1.0"?>'],
  ['only a comment', '<!-- a -->'],
  ['a tag that does not end', '<a'],
  ['an element that does not end', '<a>'],
  ['elements that overlap', '<a><b></a></b>'],
  ['an end tag without a start', '</a>'],
  ['an end tag in another case', '<a></A>'],
  ['an end tag with another prefix', '<p:a xmlns:p="u" xmlns:q="u"></q:a>'],
  ['an end tag with attributes', '<a></a b="">'],
  ['two roots', '<a/><b/>'],
  ['text before the root', 'x<a/>'],
  ['text after the root', '<a/>x'],
  ['a reference after the root', '<a/>&#32;'],
  ['CDATA outside the root', '<![CDATA[x]]><a/>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['an attribute twice by its expanded name', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
  ['a declaration of a prefix twice', '<a xmlns:p="u" xmlns:p="v"/>'],
  ['an attribute without value', '<a b/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['attributes without space between', '<a b="1"c="2"/>'],
  ['< in an attribute', '<a b="<"/>'],
  ['an unbound prefix of an element', '<p:a/>'],
  ['an unbound prefix of an attribute', '<a p:b=""/>'],
  ['a prefix that is bound on a sibling only', '<a><b xmlns:p="u"/><p:c/></a>'],
  ['a prefix that is unbound again', '<a xmlns:p="u"><b xmlns:p=""/></a>'],
  ['the prefix xmlns on an element', '<xmlns:a/>'],
  ['the prefix xml bound to another namespace', '<a xmlns:xml="u"/>'],
  ['another prefix for the namespace of xml', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
  ['two colons in a name', '<a:b:c xmlns:a="u"/>'],
  ['a name that begins with a colon', '<:a/>'],
  ['a name that ends with a colon', '<a: xmlns:a="u"/>'],
  ['a local name that begins with a digit', '<p:1 xmlns:p="u"/>'],
  ['a local name of an attribute that begins with a digit', '<a xmlns:p="u" p:1=""/>'],
  ['a name that begins with a digit', '<1a/>'],
  ['a name that begins with a hyphen', '<-a/>'],
  ['a name with a disallowed character', '<a!b/>'],
  ['space before a name', '< a/>'],
  ['space before a name in an end tag', '<a></ a>'],
  ['space in an empty tag', '<a/ >'],
  ['a bare ampersand', '<a>a & b</a>'],
  ['an entity without end', '<a>&amp</a>'],
  ['an empty entity', '<a>&;</a>'],
  ['an entity that nobody declared', '<a>&nbsp;</a>'],
  ['an entity named like a property of every object', '<a>&toString;</a>'],
  ['an entity that nobody declared, in an attribute', '<a b="&nbsp;"/>'],
  ['a reference to NUL', '<a>&#0;</a>'],
  ['a reference to a control character', '<a>&#1;</a>'],
  ['a reference to a surrogate', '<a>&#xD800;</a>'],
  ['a reference to U+FFFE', '<a>&#xFFFE;</a>'],
  ['a reference beyond Unicode', '<a>&#x110000;</a>'],
  ['a reference with a capital X', '<a>&#X41;</a>'],
  ['a reference without digits', '<a>&#;</a>'],
  ['a reference with a letter', '<a>&#4f;</a>'],
  ['NUL', '<a>\u0000</a>'],
  ['a control character', '<a>\u0008</a>'],
  ['a control character in an attribute', '<a b="\u0001"/>'],
  ['a control character in a comment', '<a><!--\u0001--></a>'],
  ['a control character in CDATA', '<a><![CDATA[\u0001]]></a>'],
  ['U+FFFF', '<a>\uffff</a>'],
  ['half a surrogate pair', '<a>\ud800</a>'],
  ['the other half', '<a>\udc00</a>'],
  [']]> in text', '<a>]]></a>'],
  ['-- in a comment', '<a><!-- a -- b --></a>'],
  ['a comment that ends with --->', '<a><!-- a ---></a>'],
  ['a comment that does not end', '<a><!-- </a>'],
  ['CDATA that does not end', '<a><![CDATA[</a>'],
  ['cdata in small letters', '<a><![cdata[x]]></a>'],
  ['a processing instruction that does not end', '<a><?p </a>'],
  ['a processing instruction without target', '<a><? p?></a>'],
  ['a processing instruction named xml', '<a><?xml version="1.0"?></a>'],
  ['a processing instruction named XML', '<?XML a?><a/>'],
  ['space before the declaration', ' <?xml version="1.0"?><a/>'],
  ['a declaration without version', '<?xml encoding="utf-8"?><a/>'],
  ['a declaration with an unknown member', '<?xml version="1.0" size="1"?><a/>'],
  ['a declaration in the wrong order', '<?xml version="1.0" standalone="yes" encoding="utf-8"?><a/>'],
  ['a declaration of version 2.0', '<?xml version="2.0"?><a/>'],
  ['markup that is none', '<a><!b></a>'],
];

describe('what is not well-formed is refused:', () => {
  test.each(illFormed)('%s', (_, text) => {
    expect(readXml(text).ok).toBe(false);
    expect(libxml2Accepts(text)).toBe(false);
  });
});

const wellFormed: readonly (readonly [title: string, text: string])[] = [
  ['an empty element', '<a/>'],
  ['a declaration', '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<a/>'],
  ['comments and processing instructions around the root', '<!-- a --><?p q?><a/>\n<!-- b --><?r?>\n'],
  ['space in tags', '<a  b = "1"\n\tc=\'2\' ></a >'],
  ['> in text and attributes', '<a b=">">></a>'],
  [']] in text', '<a>]] ></a>'],
  ['a hyphen in a comment', '<a><!-- a - b --></a>'],
  ['names of other scripts', '<навн ñ="1"/>'],
  ['an astral character', '<a>😀</a>'],
  ['the prefix xml', '<a xml:lang="nb"/>'],
  ['a prefix used before it is declared in the tag', '<p:a p:b="1" xmlns:p="u"/>'],
  ['a default namespace that is undone', '<a xmlns="u"><b xmlns=""/></a>'],
  ['the same local name in two namespaces', '<a xmlns:p="u" xmlns:q="v" p:b="1" q:b="2" b="3"/>'],
  ['names that objects have', '<__proto__ constructor="1"><toString/></__proto__>'],
];

describe('what is well-formed is read:', () => {
  test.each(wellFormed)('%s', (_, text) => {
    expect(readXml(text)).toMatchObject({ ok: true });
    expect(libxml2Accepts(text)).toBe(true);
  });
});

describe('a document type declaration is refused', () => {
  test.each([
    ['empty', '<!DOCTYPE a><a/>'],
    ['with an entity', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['with a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    [
      'with entities that grow',
      `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: 40 }, (_, level) => `<!ENTITY l${level + 1} "&l${level};&l${level};">`).join('')}]><a>&l40;</a>`,
    ],
    ['from another host', '<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>'],
  ])('%s', (_, text) => {
    expect(readXml(text)).toMatchObject({
      ok: false,
      error: { message: 'a document type declaration is refused', line: 1 },
    });
  });
});

describe('an element', () => {
  test('has local name, prefix and namespace', () => {
    const root = rootOf('<p:a xmlns:p="urn:u" p:b="1" c="2"/>');
    expect(root).toMatchObject({ name: 'a', prefix: 'p', namespace: 'urn:u' });
    expect(root.attributes).toEqual([
      { name: 'b', prefix: 'p', namespace: 'urn:u', value: '1' },
      { name: 'c', prefix: '', namespace: '', value: '2' },
    ]);
  });

  test('knows the prefixes around it', () => {
    const root = rootOf('<a xmlns="urn:d" xmlns:p="urn:p"><b xmlns:p="urn:q"/><c xmlns=""/></a>');
    const [b, c] = root.children;
    expect([b?.scope('p'), b?.scope(''), b?.scope('none'), b?.scope('constructor')]).toEqual([
      'urn:q',
      'urn:d',
      undefined,
      undefined,
    ]);
    expect([c?.namespace, c?.scope(''), c?.scope('p'), c?.scope('xml')]).toEqual([
      '',
      undefined,
      'urn:p',
      'http://www.w3.org/XML/1998/namespace',
    ]);
  });

  test('knows its line and column', () => {
    const root = rootOf('<?xml version="1.0"?>\n<a>\n  <b\n x="1"/><c/></a>');
    expect([root, ...root.children].map(({ line, column }) => [line, column])).toEqual([
      [2, 1],
      [3, 3],
      [4, 9],
    ]);
  });

  test.each([
    ['characters', '<a> x </a>', ' x '],
    ['references and entities', '<a>&#65;&#x42;&lt;&amp;&quot;&apos;&gt;</a>', 'AB<&"\'>'],
    ['CDATA', '<a>x<![CDATA[<&]]>]]&gt;</a>', 'x<&]]>'],
    ['an entity in CDATA is none', '<a><![CDATA[&amp;]]></a>', '&amp;'],
    ['comments left out', '<a>x<!-- y -->z</a>', 'xz'],
    ['line ends as one', '<a>x\r\ny\rz&#13;</a>', 'x\ny\nz\r'],
    ['white space without elements', '<a> </a>', ' '],
    ['no white space between elements', '<a> <b/>\n</a>', ''],
    ['text between elements', '<a>\n<b/>x</a>', '\nx'],
    ['a no-break space between elements', '<a>\u00a0<b/></a>', '\u00a0'],
  ])('has text: %s', (_, text, expected) => {
    expect(rootOf(text).text).toBe(expected);
  });

  test('has attributes with white space as XML has it', () => {
    expect(rootOf('<a b="x\n\ty&#10;z"/>').attributes[0]?.value).toBe('x  y\nz');
  });
});

describe('bounds', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);

  test('200 levels are read and 201 are not', () => {
    expect(readXml(nested(200)).ok).toBe(true);
    expect(readXml(nested(201))).toMatchObject({
      ok: false,
      error: { message: 'elements nest deeper than 200', line: 1, column: 601, limit: true },
    });
  });

  test('are told apart from what is not well-formed', () => {
    const many = readXml(`<a>${'<b/>'.repeat(3)}</a>`, { elements: 3 });
    expect(many).toMatchObject({ ok: false, error: { message: 'there are more than 3 elements', limit: true } });
    const wrong = readXml('<a><b></a>');
    expect(wrong.ok ? {} : wrong.error).not.toHaveProperty('limit');
  });

  test('a million levels are refused and do not overflow', () => {
    expect(readXml(nested(1_000_000)).ok).toBe(false);
  });

  test('the caller sets the depth', () => {
    expect(readXml(nested(3), { depth: 2 }).ok).toBe(false);
  });
});

describe('an error', () => {
  test('has line and column', () => {
    expect(readXml('<a>\n  <b></c>\n</a>')).toMatchObject({
      ok: false,
      error: { message: 'unexpected close tag', line: 2 },
    });
  });
});

describe('for any text', () => {
  const markup = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<a>',
          '</a>',
          '<b/>',
          '<p:a xmlns:p="u">',
          '</p:a>',
          '<a b="1">',
          '<!-- -->',
          '<![CDATA[',
          ']]>',
          '<?p ?>',
          '&amp;',
          '&#65;',
          '&',
          '<',
          '>',
          '"',
          "'",
          '=',
          'xmlns="u"',
          'xmlns:p="v"',
          'p:b="x"',
          ':',
          '/',
          '-',
          ' ',
          '\n',
        ),
        fc.string({ unit: 'binary', maxLength: 2 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  // libxml2 keeps to the names and characters of XML 1.0 fifth edition and to namespaces, as saxes does.
  test('it is read exactly when libxml2 reads it', () => {
    const wrapped = fc.oneof(
      markup,
      markup.map((inner) => `<a>${inner}</a>`),
      markup.map((inner) => `<a ${inner}/>`),
    );
    fc.assert(
      fc.property(wrapped, (text) => {
        expect(readXml(text).ok).toBe(libxml2Accepts(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('text and attribute values that are escaped come back', () => {
    fc.assert(
      fc.property(xmlText, (text) => {
        const root = rootOf(`<a b="${escapeAttribute(text)}">${escapeText(text)}</a>`);
        expect([root.text, root.attributes[0]?.value]).toEqual([text, text]);
      }),
    );
  });
});

describe('bytes', () => {
  const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
    const bytes = Buffer.from(text, 'utf16le');
    return order === 'le' ? bytes : bytes.swap16();
  };
  const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

  test.each<[string, Uint8Array, string | undefined, string]>([
    ['UTF-8 without a word', utf8('<a>é</a>'), undefined, 'é'],
    ['UTF-8 with a mark', utf8('\ufeff<a>é</a>'), 'text/xml', 'é'],
    ['UTF-8 by charset', utf8('<a>é</a>'), 'text/xml; charset="UTF-8"', 'é'],
    ['UTF-16 with a mark', utf16('\ufeff<a>é</a>', 'le'), 'text/xml; charset=utf-8', 'é'],
    [
      'UTF-16 of the other order',
      utf16('\ufeff<?xml version="1.0" encoding="utf-16"?><a>é</a>', 'be'),
      'text/xml',
      'é',
    ],
    ['UTF-16 without a mark', utf16('<?xml version="1.0" encoding="utf-16"?><a>é</a>', 'le'), 'text/xml', 'é'],
    ['UTF-16 by charset', utf16('<a>é</a>', 'be'), 'application/xml; charset=utf-16', 'é'],
    [
      'ISO-8859-1 by declaration',
      latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>é\u0085</a>'),
      'text/xml',
      'é\u0085',
    ],
    [
      'ISO-8859-1 by charset, against the declaration',
      latin1('<?xml version="1.0" encoding="utf-8"?><a>é</a>'),
      'text/xml;charset=iso-8859-1',
      'é',
    ],
    [
      'windows-1252',
      Buffer.from([0x3c, 0x61, 0x3e, 0x80, 0x3c, 0x2f, 0x61, 0x3e]),
      'text/xml; charset=windows-1252',
      '€',
    ],
    ['US-ASCII', utf8('<a>e</a>'), 'text/xml; charset=us-ascii', 'e'],
  ])('are decoded: %s', (_, bytes, contentType, expected) => {
    const reading = readXmlBytes(bytes, contentType);
    expect(reading.ok ? reading.root.text : reading.error.message).toBe(expected);
  });

  test.each<[string, Uint8Array, string | undefined, string]>([
    ['not UTF-8', latin1('<a>é</a>'), undefined, 'expected bytes in utf-8, found others'],
    ['not US-ASCII', utf8('<a>é</a>'), 'text/xml; charset=us-ascii', 'expected US-ASCII, found the byte 0xc3 at 3'],
    [
      'half a character of UTF-16',
      utf16('\ufeff<a/>', 'le').subarray(0, 9),
      'text/xml',
      'expected bytes in utf-16le, found others',
    ],
    [
      'a charset that nothing reads',
      utf8('<a/>'),
      'text/xml; charset=ebcdic',
      'expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252, found ebcdic',
    ],
    [
      'a charset named like a property of every object',
      utf8('<a/>'),
      'text/xml; charset=constructor',
      'expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252, found constructor',
    ],
    [
      'a declaration that lies',
      utf8('<?xml version="1.0" encoding="utf-16"?><a/>'),
      'text/xml',
      'expected utf-16, which the XML declaration names, found single bytes',
    ],
    ['no bytes', new Uint8Array(), 'text/xml', 'document must contain a root element'],
  ])('are refused: %s', (_, bytes, contentType, message) => {
    expect(readXmlBytes(bytes, contentType)).toMatchObject({ ok: false, error: { message } });
  });

  test('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), (bytes, contentType) => {
        expect(readXmlBytes(bytes, contentType)).toHaveProperty('ok');
      }),
    );
  });
});
