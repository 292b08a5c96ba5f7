import type { Types } from '../specs/contract.ts';
import { isFull, type Judgement } from './judgement.ts';
import type { Shape } from './shape.ts';
import { shown, type XmlAspect } from './shape-report.ts';
import type { XmlElement } from './xml.ts';

/** Where the judge stands: the names of the elements above, each with its place among its like where it has any. */
export interface Walk extends Judgement<XmlAspect> {
  readonly at: string;
  readonly types: Types;
  readonly steps: string[];
  /** How many `xsi:type`s there were to look at. */
  xsiTypes: number;
}

export function place(walk: Walk, step: string): string {
  if (isFull(walk)) return `${walk.at}…`;
  return [walk.at, ...walk.steps, step].map((part) => part.slice(0, 200)).join('/');
}

export function nameOf(shape: Shape): string {
  switch (shape.kind) {
    case 'scalar':
      return shape.scalar;
    case 'enum':
      return `a name of ${shape.name}`;
    case 'flags':
      return `a list of names of ${shape.name}`;
    case 'array':
    case 'map':
    case 'object':
      return shape.type?.name ?? shape.kind;
    case 'unknown':
      return 'any type';
  }
}

export function expanded(element: XmlElement): string {
  return `${element.name} in ${element.namespace || 'no namespace'}`.slice(0, 200);
}

export function contentOf(element: XmlElement): string {
  const [first] = element.children;
  return first === undefined ? shown(element.text) : `the element ${first.name}`;
}
