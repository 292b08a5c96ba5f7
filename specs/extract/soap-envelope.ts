import type { Envelope } from './envelope.ts';
import { mostShapes, readKnown, shapeOf, type EnvelopeShape } from './known-envelopes.ts';
import type { ProblemRule } from './problem.ts';
import { readXml } from './read-xml.ts';
import { childOf, type XmlNode } from './xml.ts';

/** What is wrong, and on which line counted from the beginning of the text. */
interface EnvelopeProblem {
  readonly rule: ProblemRule;
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

export type ReadEnvelope = (text: string) => Envelope | EnvelopeProblem;

/** Remembers the envelopes that it has read: an envelope is read the same whatever came before it, and faster. */
export function envelopeReader(): ReadEnvelope {
  const shapes: EnvelopeShape[] = [];
  return (text) => {
    for (const shape of shapes) {
      const envelope = readKnown(text, shape);
      if (envelope) return envelope;
    }
    return readWhole(text, shapes);
  };
}

/** The latest shape comes first. */
function readWhole(text: string, shapes: EnvelopeShape[]): Envelope | EnvelopeProblem {
  const reading = readXml(text, 0);
  if (!reading.ok) {
    return { rule: 'SAMPLE-XML', line: reading.line, expected: 'well-formed XML', found: reading.message };
  }
  const { root } = reading;
  if (root.name !== 'Envelope') return wrong(root.line, 'an Envelope', `"${root.name}"`);
  const body = childOf(root, 'Body');
  const wrapper = body?.children[0];
  if (!body || !wrapper) return wrong(root.line, 'a Body with an element in it', body ? 'an empty Body' : 'none');
  const beside = root.children.filter((child) => child !== body && child.namespace !== root.namespace);
  const shape = shapeOf(text, root, body, beside);
  if (shape) shapes.unshift(shape);
  shapes.length = Math.min(shapes.length, mostShapes);
  const members = wrapper.children.map((node) => ({ node, offset: 0, lines: 0 }));
  return { root: tagOf(root), beside, wrapper: tagOf(wrapper), members };
}

function wrong(line: number, expected: string, found: string): EnvelopeProblem {
  return { rule: 'SAMPLE-ENVELOPE', line, expected, found };
}

/** Without what is in the element. */
function tagOf({ name, prefix, namespace, line, start }: XmlNode): Envelope['root'] {
  return { name, prefix, namespace, line, start };
}
