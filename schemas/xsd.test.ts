import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../specs/catalogue.ts';
import { sets } from '../specs/sets.ts';
import { scalars, type SoapContract, type Types } from '../specs/contract.ts';
import { readWsdl } from '../specs/extract/wsdl.ts';
import { archive, reference } from '../specs/testing/reference.ts';
import { judgeWrapper } from './judge-xml.ts';
import { encodeRequest, encodeResponse, open } from './soap.ts';
import { isProblem } from './soap-decode.ts';
import { arbitraryMembers, arbitraryPool } from './testing/arbitrary.ts';
import { element, named, scalar, serviceNamespace, soapContract, soapPool } from './testing/contracts.ts';
import { fileOf, schemasOfWsdl, xsdValidator } from './testing/libxml2.ts';
import { mutatedEnvelope, texts } from './testing/mutate-xml.ts';
import { readXml, type XmlElement } from './xml.ts';
import { escapeText } from './xml-write.ts';
import { xsd } from './xsd.ts';

/** The wrapper in the body of an envelope. */
function wrapperOf(envelope: string): XmlElement {
  const reading = readXml(envelope);
  if (!reading.ok) throw new Error(reading.error.message);
  const message = open(reading.root);
  if (isProblem(message) || message.content === undefined) throw new Error('no wrapper');
  return message.content;
}

function validatorOf(contracts: readonly SoapContract[], types: Types): (envelope: string) => readonly string[] {
  const files = xsd(contracts, types);
  return xsdValidator(files, Object.keys(files)[0] ?? '');
}

const secrets = { applicationToken: 'token', ticket: '7T:x' };

describe('the schemas of a service', () => {
  test('are one file for each namespace, which import each other', () => {
    const contract = soapContract([element('Nodes', named('ArrayOfNode'), true)], []);
    const files = xsd([contract], soapPool);
    expect(Object.keys(files)).toEqual(['Services86.xsd', 'Arrays.xsd', 'Serialization.xsd']);
    expect(files['Services86.xsd']).toContain('schemaLocation="Arrays.xsd"');
    expect(files['Services86.xsd']).toContain('<xs:extension base="tns:Carrier">');
  });

  test('are the same for the same contracts, byte for byte', () => {
    const contract = soapContract([element('Nodes', named('ArrayOfNode'), true)], []);
    expect(xsd([contract], soapPool)).toEqual(xsd([contract], soapPool));
  });

  test('are made for contracts that only a sample shows', () => {
    const contract = soapContract(
      [
        { name: 'Unknown', type: { kind: 'unknown' }, source: element('x', scalar('string'), true).source },
        {
          name: 'Names',
          type: { kind: 'array', items: scalar('string') },
          source: element('x', scalar('string'), true).source,
        },
        {
          name: 'Inner',
          type: { kind: 'object', fields: [element('Id', scalar('int32'), false)] },
          source: element('x', scalar('string'), true).source,
        },
      ],
      [],
    );
    const validate = validatorOf([contract], soapPool);
    expect(
      validate(encodeRequest(contract, soapPool, { Unknown: { a: 'x' }, Names: ['a'], Inner: { Id: 1 } }, secrets)),
    ).toEqual([]);
  });
});

describe('libxml2 accepts what is encoded', () => {
  const core = openCatalogue();
  const soap = sets.core.map((id) => core.contract(id));

  test.each(soap.flatMap((contract) => (contract.protocol === 'soap' ? [[contract.id, contract] as const] : [])))(
    '%s',
    (_, contract) => {
      const types = core.types(`soap-${contract.version}`);
      const validate = validatorOf([contract], types);
      fc.assert(
        fc.property(arbitraryMembers(types, contract.input.fields, 'xml'), (args) => {
          expect(validate(encodeRequest(contract, types, args, secrets))).toEqual([]);
        }),
      );
      fc.assert(
        fc.property(arbitraryMembers(types, contract.output.fields, 'xml'), fc.boolean(), (result, succeeded) => {
          const header = succeeded ? { succeeded } : { succeeded, exception: { message: 'm', type: 't' } };
          expect(validate(encodeResponse(contract, types, result, header))).toEqual([]);
        }),
      );
    },
  );

  test('for any contract', () => {
    const asked = arbitraryPool.chain(({ types, fields }) =>
      arbitraryMembers(types, fields, 'xml').map((args) => ({ types, fields, args })),
    );
    fc.assert(
      fc.property(asked, ({ types, fields, args }) => {
        const contract = { ...soapContract(fields, []), requestHeader: [], responseHeader: [] };
        expect(validatorOf([contract], types)(encodeRequest(contract, types, args, {}))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('judge and libxml2 say the same', () => {
  const output = [
    element('Response', named('ArrayOfNode'), true),
    element('One', named('Node'), true),
    element('Length', scalar('int32'), false),
  ];
  const contract = soapContract([], output);
  // Of xs:anyType, which no published member has, the judge knows the built-in types only.
  const types: Types = new Map(
    Array.from(soapPool, ([name, type]) => [
      name,
      type.kind === 'object' ? { ...type, fields: type.fields.filter((field) => field.name !== 'Anything') } : type,
    ]),
  );
  const validate = validatorOf([contract], types);
  const step = fc.record({ at: fc.nat(), deed: fc.nat(), how: fc.nat() });

  const never = /^\b$/;
  /** Texts that XML Schema and the judge take alike and libxml2 does not, or that mean more than a schema can say. */
  const differences: Readonly<Record<string, RegExp>> = {
    // Its white space is collapsed (whiteSpace is fixed), which libxml2 forgets.
    'date-time': /^ | $/,
    // A number of seconds has digits before its point.
    duration: /T\./,
    // libxml2 passes over characters outside the alphabet.
    base64: /[^A-Za-z0-9+/= ]/,
    // An xs:int in the schema, a UTF-16 code unit in fact.
    char: /^(?:-[1-9]|2147483648$|65536$)/,
    // Nothing is refused: XML Schema 1.0 escapes what is no URI before it looks.
    uri: /^[^a-z]*:/,
  };

  test.each([
    ...scalars.map((name) => [name, scalar(name)] as const),
    ['enum', named('Priority')],
    ['flags', named('Rights')],
  ] as const)('of each text as %s', (name, type) => {
    const one = soapContract([], [element('A', type, false)]);
    const accepts = validatorOf([one], soapPool);
    for (const text of texts.filter((one) => !(differences[name] ?? never).test(one))) {
      const envelope = encodeResponse(one, soapPool, {}, { succeeded: true }).replace(
        '<t:DoResponse/>',
        `<t:DoResponse><t:A>${escapeText(text)}</t:A></t:DoResponse>`,
      );
      const { findings } = judgeWrapper(wrapperOf(envelope), one.output, soapPool);
      expect([text, findings.length === 0]).toEqual([text, accepts(envelope).length === 0]);
    }
  });

  /**
   * What the judge lets pass and XML Schema does not: elements and attributes that nobody knows (observed). What XML
   * Schema lets pass and the judge does not: members with minOccurs 0 that are not there (SHOULD), a key twice.
   */
  test('of healthy and of mutated answers', () => {
    const values = arbitraryMembers(types, output, 'xml', 4);
    const verdicts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(values, fc.array(step, { maxLength: 3 }), (result, steps) => {
        const healthy = wrapperOf(encodeResponse(contract, types, result, { succeeded: true }));
        const envelope = mutatedEnvelope(healthy, serviceNamespace, steps);
        const { findings } = judgeWrapper(wrapperOf(envelope), contract.output, types);
        const strict = findings.filter(
          ({ aspect, level, expected }) => (aspect === 'extra' || level === undefined) && expected !== 'each key once',
        );
        const complaints = validate(envelope);
        verdicts[complaints.length === 0 ? 'valid' : 'invalid'] += 1;
        expect({ envelope, steps, strict, complaints: complaints.length > 0 }).toEqual({
          envelope,
          steps,
          strict: complaints.length > 0 ? expect.arrayContaining([expect.anything()]) : [],
          complaints: strict.length > 0,
        });
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(verdicts.valid, verdicts.invalid)).toBeGreaterThan(100);
  });
});

describe('the published WSDL files', () => {
  if ('absent' in reference) {
    test.skip(`are not at hand: ${reference.absent}`);
    return;
  }
  const folder = join(archive(reference.folder), 'wsdl');
  const files = readdirSync(folder).filter((name) => name.endsWith('.xml'));

  test.each(files)('%s accepts what is encoded, and the judge has nothing to say of it', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const wsdl = readWsdl(file, text, 1);
    if (!('operations' in wsdl)) throw new Error(`not read: ${file}`);
    const published = xsdValidator(schemasOfWsdl(text), fileOf(wsdl.namespace));
    const contracts = Array.from(wsdl.operations, ([operation, facts]): SoapContract => ({
      ...soapContract([], []),
      ...facts,
      operation,
      namespace: wsdl.namespace,
    }));
    const derived = validatorOf(contracts, wsdl.types);
    for (const contract of contracts) {
      fc.assert(
        fc.property(
          arbitraryMembers(wsdl.types, contract.input.fields, 'xml'),
          arbitraryMembers(wsdl.types, contract.output.fields, 'xml'),
          (args, result) => {
            const request = encodeRequest(contract, wsdl.types, args, secrets);
            const answer = encodeResponse(contract, wsdl.types, result, { succeeded: true });
            expect([published(request), derived(request), published(answer), derived(answer)]).toEqual([
              [],
              [],
              [],
              [],
            ]);
            const { findings } = judgeWrapper(wrapperOf(answer), contract.output, wsdl.types);
            // Members may be left out by the schema, out-parameters too: the judge misses them.
            const isLeftOut = ({ aspect, received }: (typeof findings)[number]): boolean =>
              aspect === 'missing' || (aspect === 'out' && received === 'none');
            expect(findings.filter((finding) => !isLeftOut(finding))).toEqual([]);
          },
        ),
        { numRuns: 5 },
      );
    }
  });
});
