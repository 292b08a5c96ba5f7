import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeIn } from './place.ts';

function shown(body: string, at: string): string | undefined {
  const span = placeIn(body, at);
  return span === undefined ? undefined : body.slice(span.from, span.to);
}

const json = ` [ {"Size": "655", "To":[{"EmailId":12},{"EmailId":"13"}],"odd name":{"a\\"b":null}, "x":"}],"} , 7 ]`;

describe('in JSON', () => {
  test.each([
    ['body[0].Size', '"655"'],
    ['body[0].To[1].EmailId', '"13"'],
    ['body[0].To[1]', '{"EmailId":"13"}'],
    ['body[0]["odd name"]["a\\"b"]', 'null'],
    ['body[0].x', '"}],"'],
    ['body[1]', '7'],
    ['body[0].To[0].Missing', '{"EmailId":12}'],
    ['body[0].To[9]', '[{"EmailId":12},{"EmailId":"13"}]'],
    ['body:1:4', '{"Size": "655"'],
  ])('%s is %s', (at, expected) => {
    expect(shown(json, at)).toMatch(expected.startsWith('{"Size') ? /^\{"Size"/ : expected);
    if (!at.startsWith('body:')) expect(shown(json, at)).toBe(expected);
  });

  test.each([['status'], ['header content-type'], ['body'], ['bytes after the head'], ['body:9:1']])(
    '%s is no place in it',
    (at) => {
      expect(shown(json, at)).toBeUndefined();
    },
  );

  test('a text that breaks off still has the places before', () => {
    expect(shown('{"a":[1,{"b":"c', 'body.a[1].b')).toBe('"c');
    expect(shown('{"a":[1,', 'body.a[0]')).toBe('1');
  });

  test('each member of any object is found', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
        const text = JSON.stringify(object);
        for (const [name, value] of Object.entries(object)) {
          expect(shown(text, `body[${JSON.stringify(name)}]`)).toBe(JSON.stringify(value));
        }
      }),
    );
  });

  test('no text and no path make it fail', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, path) => {
        for (const at of [`body.${path}`, `body[${path}]`, `Envelope/${path}`, `body:${path.length}:3`]) {
          const span = placeIn(text, at);
          if (span !== undefined) {
            expect(span.from).toBeLessThanOrEqual(span.to);
            expect(span.to).toBeLessThanOrEqual(text.length);
          }
        }
      }),
    );
  });
});

const xml =
  '<?xml version="1.0"?><s:Envelope xmlns:s="u"><!-- <Body> --><s:Header a=">"/><s:Body><R xmlns="n"><Response>' +
  '<Item><Id>1</Id></Item><Item><Id>2</Id><Empty/></Item><![CDATA[<Item>]]></Response></R></s:Body></s:Envelope>';

describe('in XML', () => {
  test.each([
    ['Envelope/Body/R/Response/Item/Id', '<Id>1</Id>'],
    ['Envelope/Body/R/Response/Item[1]', '<Item><Id>1</Id></Item>'],
    ['Envelope/Body/R/Response/Item[2]/Id', '<Id>2</Id>'],
    ['Envelope/Body/R/Response/Item[2]/Empty', '<Empty/>'],
    ['Envelope/Header', '<s:Header a=">"/>'],
    ['Envelope/Header/Succeeded', '<s:Header a=">"/>'],
    ['Envelope/Body/R/Response/Item/Name', '<Item><Id>1</Id></Item>'],
  ])('%s is %s', (at, expected) => {
    expect(shown(xml, at)).toBe(expected);
  });
});
