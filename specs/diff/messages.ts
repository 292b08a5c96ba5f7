import type { Body, Field, RestContract, SoapContract, Wrapper } from '../contract.ts';
import type { Stated } from './change.ts';
import { compareMember, compareMembers, compareTypes, matched, memberStated } from './compare.ts';
import type { Sides } from './compare.ts';
import { comparePath, compareQuery } from './query.ts';
import type { Direction } from './rules.ts';
import { typeStated } from './shape.ts';

/** For each direction, who takes down what is found in messages that go that way. */
export type BothWays = Readonly<Record<Direction, Sides>>;

/** What is sent and what comes back on REST. */
export function compareRestMessages(before: RestContract, after: RestContract, ways: BothWays): void {
  compareQuery(before.query, after.query, ways.request);
  comparePath(before.pathParameters ?? [], after.pathParameters ?? [], ways.request);
  compareBodies('input', before.input, after.input, ways.request);
  compareBodies('output', before.output, after.output, ways.response);
  // A body that came or went took its media types along.
  if ((before.input === 'nothing') === (after.input === 'nothing')) {
    compareMediaTypes('request media type', before.consumes, after.consumes, ways.request);
  }
  if ((before.output === 'nothing') === (after.output === 'nothing')) {
    compareMediaTypes('response media type', before.produces, after.produces, ways.response);
  }
}

/** What is sent and what comes back on SOAP. */
export function compareSoapMessages(before: SoapContract, after: SoapContract, ways: BothWays): void {
  compareElements('input', before.input, after.input, ways.request);
  compareMembers('input', before.input.fields, after.input.fields, ways.request);
  compareElements('output', before.output, after.output, ways.response);
  compareResults(before.output, after.output, ways.response);
  compareHeaders('request header', before.requestHeader, after.requestHeader, ways.request);
  compareHeaders('response header', before.responseHeader, after.responseHeader, ways.response);
}

function compareBodies(at: string, before: 'nothing' | Body, after: 'nothing' | Body, sides: Sides): void {
  if (before !== 'nothing' && after !== 'nothing') return compareTypes(at, before, after, sides);
  if (before !== 'nothing') sides.found({ kind: 'body-removed', at, before: typeStated(before, sides.before) });
  if (after !== 'nothing') sides.found({ kind: 'body-added', at, after: typeStated(after, sides.after) });
}

/** Their order is a preference of the page and decides nothing. */
function compareMediaTypes(at: string, before: readonly string[], after: readonly string[], sides: Sides): void {
  for (const value of before) {
    if (!after.includes(value)) sides.found({ kind: 'media-type-removed', at, before: { value } });
  }
  for (const value of after) {
    if (!before.includes(value)) sides.found({ kind: 'media-type-added', at, after: { value } });
  }
}

function compareElements(at: string, before: Wrapper, after: Wrapper, sides: Sides): void {
  if (before.element === after.element && !sides.differ(before.namespace, after.namespace)) return;
  const told = ({ element, namespace, source }: Wrapper): Stated => ({ value: `${element} in ${namespace}`, source });
  sides.found({ kind: 'wrapper-changed', at, before: told(before), after: told(after) });
}

/** A void operation answers with an empty element: one that is filled is a result where none was. */
function compareResults(before: Wrapper, after: Wrapper, sides: Sides): void {
  const [was, is] = [before.fields.length > 0, after.fields.length > 0];
  if (was === is) return compareMembers('output', before.fields, after.fields, sides);
  const told = ({ fields, source }: Wrapper): Stated => ({
    value: fields.map(({ name }) => name).join(', '),
    source,
    wire: ['object'],
  });
  if (was) sides.found({ kind: 'body-removed', at: 'output', before: told(before) });
  else sides.found({ kind: 'body-added', at: 'output', after: told(after) });
}

/** Parts of soap:Header come in any order. */
function compareHeaders(at: string, before: readonly Field[], after: readonly Field[], sides: Sides): void {
  const pairs = matched(before, after);
  for (const part of before) {
    const now = pairs.get(part);
    if (now !== undefined) compareMember(`${at} ${now.name}`, part, now, sides);
    else {
      const told = memberStated(part, sides.before);
      sides.found({ kind: 'header-part-removed', at: `${at} ${part.name}`, before: told });
    }
  }
  const kept = new Set(pairs.values());
  for (const part of after) {
    if (kept.has(part)) continue;
    const kind = part.nullable === true || part.optional === true ? 'header-part-added' : 'required-header-part-added';
    sides.found({ kind, at: `${at} ${part.name}`, after: memberStated(part, sides.after) });
  }
}
