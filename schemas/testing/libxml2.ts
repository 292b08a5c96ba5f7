import {
  XmlBufferInputProvider,
  XmlDocument,
  xmlRegisterInputProvider,
  XsdValidator,
  type XmlElement,
} from 'libxml2-wasm';

/** An XSD validator that nobody here wrote. */

const files = new XmlBufferInputProvider({});
xmlRegisterInputProvider(files);
let folders = 0;

/**
 * Validates the element in the body of an envelope, and its header parts, against schemas given by file name. Gives
 * the complaints; throws when the schemas are none.
 */
export function xsdValidator(
  schemas: Readonly<Record<string, string>>,
  main: string,
): (envelope: string) => readonly string[] {
  folders += 1;
  const folder = `schemas-${folders}`;
  for (const [name, text] of Object.entries(schemas)) files.addBuffer(`${folder}/${name}`, Buffer.from(text));
  const schema = XmlDocument.fromString(schemas[main] ?? '', { url: `${folder}/${main}` });
  const validator = XsdValidator.fromDoc(schema);
  return (envelope) => {
    const message = XmlDocument.fromString(envelope);
    try {
      const parts = message.find('/*/*/*', {}) as XmlElement[];
      return parts.flatMap((part) => complaintsOf(validator, part));
    } finally {
      message.dispose();
    }
  };
}

function complaintsOf(validator: XsdValidator, part: XmlElement): readonly string[] {
  try {
    validator.validate(part);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/**
 * The schemas that a WSDL file holds, each as a file of its own. In the WSDL they import each other without saying
 * where, and use prefixes of the element around them.
 */
export function schemasOfWsdl(wsdl: string): Readonly<Record<string, string>> {
  const outer = /<wsdl:definitions\s[^>]*>/.exec(wsdl)?.[0] ?? '';
  const texts = wsdl.match(/<xs:schema\s.*?<\/xs:schema>/gs) ?? [];
  const named = texts.map((text) => [fileOf(/targetNamespace="([^"]*)"/.exec(text)?.[1] ?? ''), text] as const);
  const known = new Set(named.map(([name]) => name));
  return Object.fromEntries(
    named.map(([name, text]) => {
      const start = /<xs:schema\s[^>]*>/.exec(text)?.[0] ?? '';
      const missing = [...outer.matchAll(/\sxmlns:(\w+)="[^"]*"/g)].filter(
        ([, prefix]) => !start.includes(`xmlns:${prefix}=`),
      );
      const whole = text
        .replace(start, start.replace(/>$/, `${missing.map(([declaration]) => declaration).join('')}>`))
        .replace(/<xs:import namespace="([^"]*)"\s*\/>/g, (all, namespace: string) =>
          known.has(fileOf(namespace))
            ? `<xs:import namespace="${namespace}" schemaLocation="${fileOf(namespace)}"/>`
            : all,
        );
      return [name, whole];
    }),
  );
}

export function fileOf(namespace: string): string {
  return `${namespace.replace(/^\w+:\/\//, '').replace(/\W+/g, '-')}.xsd`;
}
