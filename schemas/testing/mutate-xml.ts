import type { XmlElement } from '../xml.ts';
import { resolveQName } from '../xsi.ts';
import { escapeAttribute, escapeText } from '../xml-write.ts';

/** An element that can be changed. */
interface Node {
  name: string;
  namespace: string;
  attributes: { name: string; namespace: string; value: string }[];
  children: Node[];
  text: string;
}

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const xsd = 'http://www.w3.org/2001/XMLSchema';

function copy(element: XmlElement): Node {
  return {
    name: element.name,
    namespace: element.namespace,
    attributes: element.attributes.map(({ name, namespace, value }) => ({
      name,
      namespace,
      value: name === 'type' ? expandedName(element, value) : value,
    })),
    children: element.children.map(copy),
    text: element.text,
  };
}

/** `{namespace}name`, so that it does not depend on prefixes. */
function expandedName(element: XmlElement, value: string): string {
  const name = resolveQName(element, value);
  return name === undefined ? value : `{${name.namespace}}${name.name}`;
}

/** `service` is bound to `t`, XML Schema to `x`: what a mutation writes into `xsi:type` uses them. */
function write(node: Node, service: string): string {
  const prefixes = new Map([
    [xsi, 'i'],
    [xsd, 'x'],
    [service, 't'],
  ]);
  const qname = (namespace: string, name: string): string => {
    if (namespace === '') return name;
    const prefix = prefixes.get(namespace) ?? `n${prefixes.size}`;
    prefixes.set(namespace, prefix);
    return `${prefix}:${name}`;
  };
  const element = (current: Node): string => {
    const tag = qname(current.namespace, current.name);
    const attributes = current.attributes.map(({ name, namespace, value }) => {
      const expanded = /^\{(.*)\}(.*)$/.exec(value);
      const written = expanded === null ? value : qname(expanded[1] ?? '', expanded[2] ?? '');
      return ` ${qname(namespace, name)}="${escapeAttribute(written)}"`;
    });
    return `<${tag}${attributes.join('')}>${escapeText(current.text)}${current.children.map(element).join('')}</${tag}>`;
  };
  const content = element(node);
  const declarations = [...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`).join('');
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"${declarations}><s:Body>${content}</s:Body></s:Envelope>`;
}

/** Texts that are right for one type and wrong for another. */
export const texts = [
  '', ' ', 'x', '5', ' 5 ', '+5', '-0', '1.0', '1.50', '.5', '5.', '1e3', '1E+3', 'INF', '-INF', '+INF', 'NaN', 'nan', '0x10', '1 0', '99999999999',
  '2147483648', '-2147483648', '9223372036854775808', '65536', '-1', 'true', 'True', '0', ' false\n', '2024-02-29T11:10:26', '2023-02-29T11:10:26',
  '2023-02-30T00:00:00Z', '2023-01-01T24:00:00', '2023-01-01T24:00:01', '2023-01-01T00:00:00.123456789+14:00', '2023-01-01T00:00:00+14:01', ' 2023-01-01T00:00:00 ',
  '2023-01-01', '0000-01-01T00:00:00', '-0001-01-01T00:00:00', '12023-01-01T00:00:00', '02023-01-01T00:00:00', '2023-13-01T00:00:00', '2023-01-01T00:00:00.',
  'PT15M', '-P1DT2H', 'P1Y', 'P1M', 'PT1M', 'P', 'PT', '', 'P1D', 'PT1.5S', 'PT.5S', 'P99999999D', '00:15:00', 'AQ==', 'AR==', 'AQ=', 'AQ', 'A Q = =', ' AQ== ', 'AQ  ==', 'High',
  ' High ', 'high', 'Middle', 'Select', ' Select  Update ', 'Select,Update', 'Select Select', 'select', 'Select Insert', '00000000-0000-0000-0000-000000000000',
  ' 00000000-0000-0000-0000-000000000000', '{00000000-0000-0000-0000-000000000000}', 'http://example.com', 'a b',
]; // prettier-ignore

// Those of which libxml2 has an opinion of its own are left to the table of `xsd.test.ts`.
const common = texts.filter((text) => !/^-[1-9]|65536|[:,]|00000000|^2023-01-01$|\.5S/.test(text));

const types = [
  't:Node',
  't:Leaf',
  't:Carrier',
  't:Property',
  't:Nowhere',
  'x:string',
  'x:int',
  'x:short',
  'x:long',
  'x:boolean',
  'x:dateTime',
  't:Priority',
  't:ArrayOfNode',
  'none:Node',
  'Node',
  '',
];

const deeds: readonly ((node: Node, parent: Node | undefined, how: number) => void)[] = [
  (node) => {
    if (node.children.length === 0) return;
    node.text = '';
  },
  (node, _, how) => {
    node.text = common[how % common.length] ?? '';
  },
  (node, _, how) => {
    if (node.children.length === 0) node.text = common[how % common.length] ?? '';
  },
  (node, parent) => {
    if (parent !== undefined) parent.children = parent.children.filter((child) => child !== node);
  },
  (node, parent) => parent?.children.splice(parent.children.indexOf(node), 0, structuredClone(node)),
  (node, parent, how) => {
    if (parent === undefined) return;
    parent.children = parent.children.filter((child) => child !== node);
    parent.children.splice(how % (parent.children.length + 1), 0, node);
  },
  (node, parent) => {
    if (parent !== undefined) node.name = node.name.toLowerCase();
  },
  (node, parent) => {
    if (parent !== undefined) node.name = `${node.name}X`;
  },
  (node, parent, how) => {
    if (parent !== undefined)
      node.namespace = ['', 'urn:other', 'http://schemas.microsoft.com/2003/10/Serialization/Arrays'][how % 3] ?? '';
  },
  (node, parent, how) => {
    if (parent === undefined) return;
    node.attributes.push({ name: 'nil', namespace: xsi, value: ['true', '1', 'yes', ' true '][how % 4] ?? '' });
    if (how % 3 > 0) {
      node.text = '';
      node.children = [];
    }
  },
  (node, _, how) => node.attributes.push({ name: 'type', namespace: xsi, value: types[how % types.length] ?? '' }),
  (node, _, how) => node.attributes.push({ name: 'odd', namespace: how % 2 === 0 ? '' : 'urn:other', value: '' }),
  (node, _, how) =>
    node.children.splice(how % (node.children.length + 1), 0, {
      name: 'New',
      namespace: node.namespace,
      attributes: [],
      children: [],
      text: '',
    }),
];

export interface Step {
  readonly at: number;
  readonly deed: number;
  readonly how: number;
}

/** An envelope whose body holds this element after some things were done to it. */
export function mutatedEnvelope(element: XmlElement, service: string, steps: readonly Step[]): string {
  const root = copy(element);
  for (const { at, deed, how } of steps) {
    const places: [Node, Node | undefined][] = [];
    const visit = (node: Node, parent: Node | undefined): void => {
      places.push([node, parent]);
      for (const child of node.children) visit(child, node);
    };
    visit(root, undefined);
    const place = places[at % places.length];
    if (place === undefined) continue;
    const [node, parent] = place;
    // The same attribute twice is no XML.
    const before = node.attributes;
    deeds[deed % deeds.length]?.(node, parent, how);
    node.attributes = before.filter((one, index) => before.findIndex((other) => other.name === one.name) === index);
  }
  return write(root, service);
}
