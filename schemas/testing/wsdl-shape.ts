import { readXml, type XmlElement } from '../xml.ts';

const xsd = 'http://www.w3.org/2001/XMLSchema';
const references = new Set(['type', 'base', 'element', 'message', 'binding', 'ref', 'itemType']);

/**
 * What a WSDL says, one entry for each element, type and attribute of its schemas, each message, and each operation
 * of its port type and of its binding, in a form that does not depend on prefixes and order. Annotations but the one
 * that marks a dictionary are left out: they tell a generator of .NET code numbers and types of .NET.
 */
export function wsdlShape(text: string): ReadonlyMap<string, string> {
  const reading = readXml(text);
  if (!reading.ok) throw new Error(reading.error.message);
  const shape = new Map<string, string>();
  const put = (key: string, element: XmlElement): void => {
    if (shape.has(key)) throw new Error(`${key} stands twice`);
    shape.set(key, canonical(element));
  };
  for (const part of reading.root.children) {
    const name = attribute(part, 'name');
    switch (part.name) {
      case 'types':
        for (const schema of part.children) {
          const namespace = attribute(schema, 'targetNamespace');
          shape.set(`schema ${namespace}`, attribute(schema, 'elementFormDefault'));
          for (const item of schema.children) {
            if (item.name !== 'import') put(`${item.name} {${namespace}}${attribute(item, 'name')}`, item);
          }
        }
        break;
      case 'portType':
      case 'binding':
        shape.set(`${part.name} ${name}`, canonical({ ...part, children: [] }));
        for (const item of part.children) {
          put(
            item.name === 'operation' ? `${part.name} operation ${attribute(item, 'name')}` : `soap:${item.name}`,
            item,
          );
        }
        break;
      default:
        put(`${part.name} ${name}`, part);
    }
  }
  shape.set('definitions', `${attribute(reading.root, 'name')} ${attribute(reading.root, 'targetNamespace')}`);
  return shape;
}

/** Every entry in which two shapes differ, as one line. */
export function differences(published: ReadonlyMap<string, string>, made: ReadonlyMap<string, string>): string[] {
  const keys = [...new Set([...published.keys(), ...made.keys()])];
  return keys.flatMap((key) => {
    const [before, after] = [published.get(key), made.get(key)];
    if (before === after) return [];
    return [`${key}: published ${before ?? 'not'}, made ${after ?? 'not'}`];
  });
}

function attribute(element: XmlElement, name: string): string {
  return element.attributes.find((one) => one.name === name && one.namespace === '')?.value ?? '';
}

function canonical(element: XmlElement): string {
  const attributes = element.attributes
    .filter((one) => one.prefix !== 'xmlns' && one.name !== 'xmlns')
    .map(
      (one) => `${one.namespace}${one.name}="${references.has(one.name) ? resolved(element, one.value) : one.value}"`,
    )
    .sort();
  const children = element.children
    .filter((child) => child.namespace !== xsd || child.name !== 'annotation' || isDictionary(child))
    .map(canonical);
  const text = element.children.length === 0 ? element.text.trim() : '';
  return `<${[`{${element.namespace}}${element.name}`, ...attributes].join(' ')}>${text}${children.join('')}</>`;
}

function isDictionary(annotation: XmlElement): boolean {
  return annotation.children[0]?.children[0]?.name === 'IsDictionary';
}

function resolved(element: XmlElement, qname: string): string {
  const [prefix, name] = qname.includes(':') ? qname.split(':') : ['', qname];
  return `{${element.scope(prefix ?? '') ?? ''}}${name ?? ''}`;
}
