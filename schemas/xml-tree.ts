import { escapeAttribute, escapeText } from './xml-write.ts';

/** An element to be written for people to read: schemas, not messages. */
export interface Node {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly Node[];
  /** Instead of children. */
  readonly text?: string;
}

/** Attributes that are undefined are left out. */
export function node(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly Node[] = [],
): Node {
  const present = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { name, attributes: present, children };
}

export function textNode(name: string, attributes: Readonly<Record<string, string>>, text: string): Node {
  return { ...node(name, attributes), text };
}

/** A whole document with declaration, two spaces a level. */
export function renderDocument(root: Node): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${render(root, '')}`;
}

function render(element: Node, indent: string): string {
  const attributes = element.attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const start = `${indent}<${element.name}${attributes}`;
  if (element.text !== undefined) return `${start}>${escapeText(element.text)}</${element.name}>\n`;
  if (element.children.length === 0) return `${start}/>\n`;
  return `${start}>\n${element.children.map((child) => render(child, `${indent}  `)).join('')}${indent}</${element.name}>\n`;
}
