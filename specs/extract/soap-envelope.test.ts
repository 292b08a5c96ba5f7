import { assert, constantFrom, integer, array as list, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { ShownElement } from './envelope.ts';
import { envelopeReader } from './soap-envelope.ts';
import type { XmlNode } from './xml.ts';

const namespaces = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

function envelope(namespace: string, operation: string, members: readonly string[]): string {
  return `<?xml version="1.0"?>
<E:Envelope xmlns:E="${namespace}"
 xmlns:F="http://fleet.example/ws">
  <F:Credentials><F:Ticket>7T</F:Ticket></F:Credentials>
 <E:Body>
   <F:${operation}>
${members.map((member) => `    ${member}\n`).join('')}   </F:${operation}>

 </E:Body>
</E:Envelope>
`;
}

const ships = ['Red', 'Blue', 'a &amp; b', 'ä'].map(
  (colour) => `<F:Ship a="1">\n     <F:Colour>${colour}</F:Colour>\n     <F:Port/>\n    </F:Ship>`,
);

/** With the places that an element has in this text. */
function placed({ node, offset, lines }: ShownElement): unknown {
  const { name, prefix, namespace, attributes, text, line, start, end, children } = node;
  const inner = children.map((child: XmlNode) => placed({ node: child, offset, lines }));
  const [from, to] = [start + offset, end + offset];
  return { name, prefix, namespace, attributes, text, line: line + lines, start: from, end: to, children: inner };
}

function read(reader: ReturnType<typeof envelopeReader>, text: string): unknown {
  const reading = reader(text);
  if ('expected' in reading) return reading;
  const { root, beside, wrapper, members } = reading;
  const { name, prefix, namespace, line } = wrapper;
  return {
    root,
    beside: beside.map((node) => placed({ node, offset: 0, lines: 0 })),
    wrapper: { name, prefix, namespace, line },
    members: members.map(placed),
  };
}

const member = constantFrom(
  ...ships,
  '<F:Count>1</F:Count>',
  '<F:Count></F:Count>',
  '<F:Count/>',
  '<!-- none -->',
  'x',
);
const whole = tuple(constantFrom(...namespaces), constantFrom('Save', 'Get', 'E:Get'), list(member, { maxLength: 4 }));
const spoiling = tuple(
  integer({ min: 0, max: 700 }),
  integer({ min: 0, max: 3 }),
  constantFrom('', '<', '>', '\u0001', '\n', 'F', '/', '&', '"'),
);
const text = tuple(whole, list(spoiling, { maxLength: 1 })).map(([parts, spoilings]) => {
  const right = envelope(...parts);
  return spoilings.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), right);
});

test('an envelope is read the same whatever was read before it', () => {
  assert(
    property(list(text, { minLength: 2, maxLength: 12 }), (texts) => {
      const reader = envelopeReader();
      for (const one of texts) expect(read(reader, one)).toEqual(read(envelopeReader(), one));
    }),
    { numRuns: 500 },
  );
});

test('an element that stands there again is the one that was read', () => {
  const reader = envelopeReader();
  const [first, second, third] = ['Save', 'Get', 'Find'].map((operation) =>
    reader(envelope(namespaces[0] ?? '', operation, ships)),
  );
  if (!first || !second || !third || 'expected' in first || 'expected' in second || 'expected' in third)
    throw new Error();
  expect(third.members.map(({ node }) => node)).toEqual(second.members.map(({ node }) => node));
  expect(third.members[0]?.node).toBe(second.members[0]?.node);
});
