import type { Fault } from '../../fixtures/emulator/answer.ts';
import { changeCarrier, changeFirst, parsed } from '../../fixtures/emulator/faults/json-places.ts';
import {
  head,
  instead,
  onOperation,
  onRefusal,
  onNoContent,
  onResult,
  onSoap,
  raw,
  textOf,
  withHeader,
  withText,
} from '../../fixtures/emulator/faults/make.ts';
import {
  changeElement,
  changeEnvelope,
  isNil,
  moved,
  onCarrier,
  renamed,
  xsi,
} from '../../fixtures/emulator/faults/soap-places.ts';
import { elementsOf, holding, local, replace } from '../../fixtures/emulator/faults/xml-tree.ts';
import type { Element } from '../../fixtures/emulator/faults/xml-tree.ts';
import type { CheckId } from '../check.ts';
import { parityNearMisses } from './near-misses-parity.ts';
import { discoveryNearMisses } from './near-misses-discovery.ts';
import { soapRequests } from './near-misses-soap.ts';
import { miss } from './near-miss.ts';
import type { NearMiss } from './near-miss.ts';
import { restNearMisses } from './near-misses-rest.ts';

/** The headers and content of an answer as bytes, under another status line. */
const statusLine = (phrase: string): Fault['spoil'] =>
  onOperation((answer) => {
    const length = answer.status === 204 ? {} : { 'Content-Length': String(answer.body?.length ?? 0) };
    const [, ...lines] = head(answer.status, { ...answer.headers, ...length }).split('\r\n');
    return raw('keep-alive', [`HTTP/1.1 ${answer.status} ${phrase}`, ...lines].join('\r\n') + textOf(answer));
  });

/** The same answer in two parts, the second one late. */
const inTwoParts: Fault['spoil'] = onOperation((answer) => {
  if (answer.body === undefined) return answer;
  const whole = textOf(answer);
  const begin = head(answer.status, { ...answer.headers, 'Content-Length': String(answer.body.length) });
  return { ...raw('keep-alive', begin + whole.slice(0, 9), whole.slice(9)), pauseMs: 60 };
});

const text = (change: (text: string) => string): Fault['spoil'] =>
  onSoap((answer) => withText(answer, change(textOf(answer))));

const value = (type: string, to: string | number | null): Fault['spoil'] =>
  changeFirst((place) => (place.type === type && place.value !== null ? to : undefined));

const written = (type: string, to: string): Fault['spoil'] =>
  changeElement((place) => (place.type === type && !isNil(place.element) ? holding(place.element, [to]) : undefined));

const part = (namespace: string, name: string, ...children: Element['children']): Element => ({
  name: `own:${name}`,
  attributes: { 'xmlns:own': namespace },
  children,
});

/** Header parts instead of the emulator's own. */
const header = (parts: (namespace: string) => readonly Element[]): Fault['spoil'] =>
  changeEnvelope((envelope, { namespace }) =>
    envelope.header === undefined
      ? undefined
      : replace(envelope.root, envelope.header, holding(envelope.header, parts(namespace))),
  );

const nilPart = (namespace: string, name: string): Element => {
  const { attributes, ...rest } = part(namespace, name);
  return { ...rest, attributes: { ...attributes, 'xmlns:x': xsi, 'x:nil': '1' } };
};

const refusedRest = (answer: (was: Parameters<typeof instead>[0]) => ReturnType<typeof instead>): Fault['spoil'] =>
  onRefusal('no-credential', 'rest', answer);

const fault =
  '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>Log in</faultstring></e:Fault></e:Body></e:Envelope>';

const httpAndRest: readonly NearMiss[] = [
  miss('late', 'An answer whose content comes late, but in time', ['HTTP-ANSWERED'], inTwoParts),
  miss(
    'location-on-success',
    'A success that has a Location',
    ['HTTP-NO-REDIRECT'],
    onOperation((answer) => withHeader(answer, 'location', '/somewhere')),
  ),
  miss('other-phrase', 'A status with another reason phrase', ['REST-STATUS', 'SOAP-STATUS'], statusLine('Fine')),
  miss('no-phrase', 'A status without reason phrase', ['REST-STATUS', 'SOAP-STATUS'], statusLine('')),
  miss(
    'json-type-in-capitals',
    'A media type in capitals with a quoted charset',
    ['HTTP-MEDIA-TYPE'],
    onResult((answer) => withHeader(answer, 'content-type', 'Application/JSON ; charset="UTF-8"')),
  ),
  miss(
    'json-type-alone',
    'A media type without charset',
    ['HTTP-MEDIA-TYPE'],
    onResult((answer) => withHeader(answer, 'content-type', 'application/json')),
  ),
  miss(
    '204-with-type',
    'A 204 with a Content-Type',
    ['HTTP-204-NO-CONTENT', 'HTTP-204-LENGTH'],
    onNoContent((answer) => withHeader(answer, 'content-type', 'application/json; charset=utf-8')),
  ),
  miss(
    '204-then-close',
    'A 204 after which the connection closes',
    ['HTTP-204-NO-CONTENT', 'HTTP-204-LENGTH', 'HTTP-ANSWERED'],
    onNoContent((answer) => raw('close', head(204, { ...answer.headers, Connection: 'close' }))),
  ),
  miss(
    'camel-case-other-values',
    'A camelCase request is answered with an empty result',
    ['REST-CASE', 'REST-TOP-LEVEL'],
    onResult((answer) => (Array.isArray(parsed(answer)) ? withText(answer, '[]') : answer)),
  ),
  miss(
    'json-with-space',
    'JSON with white space around and inside, and letters as escapes',
    ['REST-JSON'],
    onResult((answer) =>
      withText(
        answer,
        `\r\n\t ${JSON.stringify(parsed(answer), null, 4)} \n`.replace(
          /[\u0080-\uffff]/g,
          (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
        ),
      ),
    ),
  ),
  miss(
    'result-with-message',
    'A result whose carriers have a Message and an Error of their own',
    ['REST-NO-ERROR-BODY', 'PARITY-READ-REFUSAL'],
    changeCarrier((carrier) => ({ ...carrier, Message: 'sent', Error: false })),
    ['REST-EXTRA'],
  ),
  miss(
    'bad-json-422',
    'Malformed JSON is refused with 422 and the other known error object',
    ['REST-BAD-JSON'],
    onRefusal('malformed', 'rest', (answer) =>
      instead(answer, 422, 'application/json', '{"ErrorType":"JsonException","ExceptionMessage":"line 1"}'),
    ),
  ),
  miss(
    'bad-json-names-the-password',
    'Malformed JSON is refused with a reason that quotes the member where it ends',
    ['REST-BAD-JSON'],
    onRefusal('malformed', 'rest', (answer) =>
      instead(
        answer,
        400,
        'application/json',
        '{"Message":"Unexpected end of file after \'Password\', path \'ConnectionInfo\'."}',
      ),
    ),
  ),
  miss('get-refused', 'A GET is refused with 405', ['REST-GET-DESCRIBES'], (answer) =>
    answer.asked.what === 'describe' ? instead(answer, 405) : answer,
  ),
  miss('get-described', 'A GET is answered with a list of arguments', ['REST-GET-DESCRIBES'], (answer) =>
    answer.asked.what === 'describe'
      ? instead(answer, 200, 'application/json', '[{"Name":"Emails","Type":"array","Subject":null}]')
      : answer,
  ),
  miss(
    '401-without-body',
    'A 401 without content',
    ['AUTH-REST-REQUIRED'],
    refusedRest((answer) => instead(answer, 401)),
  ),
  miss(
    '401-html',
    'A 401 with an HTML page',
    ['AUTH-REST-REQUIRED'],
    refusedRest((answer) => instead(answer, 401, 'text/html', '<p>Log in</p>')),
  ),
  miss(
    'members-in-another-order',
    'Members in another order',
    ['REST-MEMBERS', 'REST-NAMES'],
    changeCarrier((carrier) => Object.fromEntries(Object.entries(carrier).toReversed())),
  ),
  miss(
    'keys-of-a-map',
    'Keys of a map in any case, one twice but for its case',
    ['REST-NAMES', 'REST-EXTRA', 'REST-DUPLICATE'],
    changeFirst(({ type, value: map }) => {
      if (type !== 'map' || typeof map !== 'object' || map === null) return undefined;
      const [first] = Object.values(map);
      return first === undefined ? undefined : { subject: first, Subject: first, 'à côté': first };
    }),
  ),
  miss('digits-in-a-string', 'A string of digits', ['REST-TYPE'], value('string', '12')),
  miss('string-null', 'A string that is null', ['REST-NULL', 'REST-TYPE'], value('string', null)),
  miss(
    'carrier-null',
    'A carrier that is null',
    ['REST-NULL', 'REST-MEMBERS'],
    changeFirst(({ type, path }) => (type === 'object' && path.length > 1 ? null : undefined)),
  ),
  miss('largest-int', 'The largest int32', ['REST-INT32'], value('int32', 2_147_483_647)),
  miss('smallest-int', 'The smallest int32', ['REST-INT32'], value('int32', -2_147_483_648)),
  miss(
    'int-written-otherwise',
    'Whole numbers with a point or an exponent',
    ['REST-INT32', 'REST-TYPE'],
    onResult((answer) => withText(answer, textOf(answer).replace(/("Size":)\d+/, '$11.0e2'))),
  ),
  miss('date-without-offset', 'A date-time without offset', ['REST-DATE'], value('date-time', '2024-02-29T11:10:26')),
  miss('date-empty', 'The empty date', ['REST-DATE', 'REST-NULL'], value('date-time', '0001-01-01T00:00:00')),
  miss('date-utc', 'A date-time in UTC', ['REST-DATE'], value('date-time', '2023-12-31T23:59:59.9999999Z')),
  miss(
    'flags-list',
    'A list of flags',
    ['REST-ENUM', 'REST-ENUM-KNOWN'],
    changeFirst(({ type, path }) => (type === 'flags' && path.at(-1) === 'Flags' ? 'Seen, Answered' : undefined)),
  ),
  miss('flags-none', 'No flag at all', ['REST-ENUM', 'REST-ENUM-KNOWN'], value('flags', '')),
  miss('enum-unknown', 'An enum name that nobody names', ['REST-ENUM', 'REST-TYPE'], value('enum', 'Later'), [
    'REST-ENUM-KNOWN',
  ]),
  miss('base64-none', 'No bytes', ['REST-BASE64'], value('base64', '')),
  miss('base64-padded', 'Bytes with two padding characters', ['REST-BASE64'], value('base64', '/+8B8A==')),
];

const soap: readonly NearMiss[] = [
  miss(
    'refused-by-fault',
    'A refusal by a SOAP fault',
    ['AUTH-SOAP-REQUIRED', 'PARITY-REFUSAL'],
    onRefusal('no-credential', 'soap', (answer) => instead(answer, 500, 'text/xml', fault)),
  ),
  miss(
    'refused-by-status',
    'A refusal by 401',
    ['AUTH-SOAP-REQUIRED', 'PARITY-REFUSAL'],
    onRefusal('no-credential', 'soap', (answer) => instead(answer, 401)),
  ),
  miss(
    'xml-type-alone',
    'text/xml without charset',
    ['SOAP-MEDIA-TYPE', 'SOAP-WELL-FORMED'],
    onSoap((answer) => withHeader(answer, 'content-type', 'text/xml')),
  ),
  miss(
    'xml-type-in-capitals',
    'text/xml in capitals with a quoted charset',
    ['SOAP-MEDIA-TYPE', 'SOAP-WELL-FORMED'],
    onSoap((answer) => withHeader(answer, 'content-type', 'TEXT/XML;Charset="UTF-8"')),
  ),
  miss(
    'xml-utf16',
    'An envelope in UTF-16 that says so',
    ['SOAP-WELL-FORMED'],
    onSoap((answer) => ({
      ...withHeader(answer, 'content-type', 'text/xml; charset=utf-16'),
      body: Buffer.from(`\u{feff}${textOf(answer).replace('utf-8', 'utf-16')}`, 'utf16le'),
    })),
  ),
  miss(
    'xml-bom',
    'XML with a byte order mark',
    ['SOAP-WELL-FORMED'],
    text((xml) => `\u{feff}${xml}`),
  ),
  miss(
    'xml-undeclared',
    'XML without declaration, with comments and a processing instruction',
    ['SOAP-WELL-FORMED', 'SOAP-ENVELOPE', 'SOAP-WRAPPER', 'SOAP-RESULT-LENGTH'],
    text((xml) => xml.replace(/<\?xml[^>]*\?>\s*/, '<!-- a -->').replaceAll('</', '<!-- b --><?c d?></')),
  ),
  miss(
    'other-prefixes',
    'Other prefixes',
    ['SOAP-ENVELOPE', 'SOAP-WRAPPER', 'SOAP-NAMESPACE', 'SOAP-HEADER'],
    text((xml) => xml.replace(/(<\/?|xmlns:)s(?=[:=])/g, '$1SOAP-ENV').replace(/(<\/?|xmlns:|")t(?=[:=])/g, '$1ns4')),
  ),
  miss(
    'succeeded-1',
    'Succeeded written 1, between white space, beside a nil ExceptionInfo',
    ['SOAP-SUCCEEDED', 'SOAP-HEADER', 'SOAP-EXCEPTION', 'PARITY-READ-REFUSAL'],
    header((of) => [nilPart(of, 'ExceptionInfo'), part(of, 'Succeeded', '\n1 ')]),
  ),
  miss(
    'exception-empty',
    'An ExceptionInfo that says nothing',
    ['SOAP-SUCCEEDED', 'SOAP-EXCEPTION', 'PARITY-READ-REFUSAL'],
    header((of) => [part(of, 'ExceptionInfo'), part(of, 'Succeeded', 'true')]),
  ),
  miss(
    'header-parts',
    'Header parts that the WSDL does not name',
    ['SOAP-HEADER', 'SOAP-ENVELOPE'],
    header((of) => [part('urn:trace', 'Id', '7'), nilPart(of, 'TimeZone'), part(of, 'Succeeded', 'true')]),
  ),
  miss(
    'time-zone',
    'A TimeZone in the header, after Succeeded',
    ['SOAP-HEADER-PARTS', 'SOAP-HEADER'],
    header((of) => [
      part(of, 'Succeeded', 'true'),
      part(of, 'TimeZone', part(of, 'SoTimeZoneId', '1'), nilPart(of, 'SoTimeZoneLocationCode')),
    ]),
  ),
  miss(
    'refused-with-0',
    'A refusal that writes Succeeded as 0',
    ['SOAP-EXCEPTION', 'AUTH-SOAP-REQUIRED'],
    onRefusal('no-credential', 'soap', (answer) => withText(answer, textOf(answer).replace('>false<', '>0<'))),
  ),
  miss(
    'out-with-type',
    'An out-parameter that says its type',
    ['SOAP-OUT', 'SOAP-XSI-TYPE'],
    changeElement(({ depth, type, element }) => (depth === 1 && type === 'int32' ? typedInt(element) : undefined)),
  ),
  miss(
    'items-with-prefixes',
    'Every item of an array binds a prefix of its own',
    ['SOAP-ARRAY', 'SOAP-RESULT-LENGTH'],
    changeElement(({ type, element }, { namespace }) =>
      type === 'array' && elementsOf(element).length > 0
        ? holding(
            element,
            elementsOf(element).map((item) => moved(item, namespace)),
          )
        : undefined,
    ),
  ),
  miss(
    'keys-in-another-case',
    'Two keys of a dictionary that differ in case only',
    ['SOAP-DICTIONARY'],
    changeElement(({ type, element }) => {
      const [pair] = type === 'map' ? elementsOf(element) : [];
      const [key, value] = pair === undefined ? [] : elementsOf(pair);
      if (pair === undefined || key === undefined || value === undefined) return undefined;
      const withKey = (name: string) => holding(pair, [holding(key, [name]), value]);
      return holding(element, [withKey('subject'), withKey('Subject')]);
    }),
  ),
  miss('flags-empty', 'No flag at all', ['SOAP-FLAGS'], written('flags', '')),
  miss('flags-spaced', 'A flag between white space', ['SOAP-FLAGS'], text(flagWithSpace)),
  miss(
    'enum-as-references',
    'An enum name with a character reference',
    ['SOAP-ENUM'],
    changeElement(({ type, element }) => {
      const name = element.children.join('');
      return type === 'enum' ? holding(element, [`&#${name.charCodeAt(0)};${name.slice(1)}`]) : undefined;
    }),
  ),
  miss('boolean-digit', 'A boolean written 0', ['SOAP-VALUE'], written('boolean', '0')),
  miss(
    'date-fine',
    'A date in UTC with nine digits',
    ['SOAP-VALUE'],
    written('date-time', '2023-12-24T18:00:00.123456789Z'),
  ),
  miss(
    'duration-of-days',
    'A duration of more than a day, with a fraction',
    ['SOAP-VALUE'],
    written('duration', '-P1DT2H3M4.5S'),
  ),
  miss('double-exponent', 'A double with an exponent', ['SOAP-VALUE'], written('double', '-1.125E1')),
  miss('double-infinite', 'A double that is infinite', ['SOAP-VALUE'], written('double', 'INF')),
  miss('bytes-in-lines', 'Bytes in two lines', ['SOAP-VALUE'], written('base64', '\nR0lGODlh\n AQABAAAAACw=')),
  miss('short-smallest', 'The smallest short', ['SOAP-VALUE'], written('int16', '-32768')),
  miss(
    'void-with-space',
    'An empty response element with white space and a comment in it',
    ['SOAP-VOID', 'PARITY-VOID'],
    text((xml) => xml.replace(/<(t:\w+Response)\/>/, '<$1>\n  <!-- nothing -->\n</$1>')),
  ),
  miss(
    'inherited-missing',
    'A carrier without its inherited members',
    ['SOAP-MEMBERS', 'SOAP-ORDER', 'PARITY-MEMBERS'],
    onCarrier(({ element, own }) => holding(element, own)),
  ),
  miss(
    'inherited-first',
    'TableRight nil before the carrier’s own members',
    ['SOAP-ORDER', 'SOAP-NIL'],
    onCarrier(({ element, own, inheritedNames: [name] }) => {
      const [first] = own;
      if (first === undefined || name === undefined) return undefined;
      const nothing = { ...renamed(first, () => name), attributes: { 'xmlns:x': xsi, 'x:nil': 'true' }, children: [] };
      return holding(element, [nothing, ...own]);
    }),
  ),
  miss(
    'unknown-in-between',
    'An unknown element between known ones',
    ['SOAP-ORDER', 'SOAP-MEMBERS'],
    onCarrier(({ element, own, inherited }) => {
      const [first, ...others] = own;
      if (first === undefined) return undefined;
      return holding(element, [...inherited, first, renamed(first, () => 'AddedLater'), ...others]);
    }),
    ['SOAP-EXTRA'],
  ),
  miss(
    'own-prefix-for-each',
    'Every member binds a prefix of its own',
    ['SOAP-NAMESPACE'],
    onCarrierWithNamespace((element, namespace) =>
      holding(
        element,
        elementsOf(element).map((child) => moved(child, namespace)),
      ),
    ),
  ),
  miss('int-signed', 'An int with sign, zeros and white space', ['SOAP-VALUE'], written('int32', '\n +007 ')),
  miss('int-largest', 'The largest int', ['SOAP-VALUE'], written('int32', '2147483647')),
  miss(
    'text-in-cdata',
    'Text in CDATA and as references',
    ['SOAP-VALUE', 'SOAP-WELL-FORMED'],
    written('string', '&#65;&amp;&lt;'),
  ),
  miss(
    'nil-false',
    'A value that says it is not nil',
    ['SOAP-NIL', 'SOAP-EXTRA'],
    changeElement(({ type, element }) =>
      type === 'int32'
        ? { ...element, attributes: { ...element.attributes, 'xmlns:x': xsi, 'x:nil': 'false' } }
        : undefined,
    ),
  ),
  miss(
    'nil-string',
    'A string that is nil',
    ['SOAP-NIL', 'SOAP-MEMBERS'],
    changeElement(({ type, element }) =>
      type === 'string' ? { ...element, attributes: { 'xmlns:x': xsi, 'x:nil': 'true' }, children: [] } : undefined,
    ),
  ),
  miss(
    'no-xsi-type',
    'No xsi:type anywhere',
    ['SOAP-XSI-TYPE'],
    text((xml) => xml.replace(/ i:type="[^"]*"/g, '')),
  ),
  miss(
    'xsi-type-derived',
    'A carrier that says by xsi:type that it is of a derived type, and has that one’s members',
    ['SOAP-XSI-TYPE', 'SOAP-MEMBERS', 'SOAP-EXTRA'],
    changeElement(({ element }, { operation, namespace }) => {
      if (operation !== 'GetCustomFieldInfo' || isNil(element)) return undefined;
      const others = Object.entries(element.attributes).filter(([name]) => local(name) !== 'type');
      const attributes = {
        ...Object.fromEntries(others),
        'xmlns:x': xsi,
        'xmlns:own': namespace,
        'x:type': 'own:FieldInfoBool',
      };
      return { ...holding(element, [...element.children, part(namespace, 'DefaultValue', 'true')]), attributes };
    }),
  ),
  miss(
    'xsi-type-of-a-value',
    'An int that says by xsi:type that it is one',
    ['SOAP-XSI-TYPE'],
    changeElement(({ type, element }) => (type === 'int32' ? typedInt(element) : undefined)),
  ),
];

function typedInt(element: Element): Element {
  const xsd = 'http://www.w3.org/2001/XMLSchema';
  return { ...element, attributes: { 'xmlns:x': xsi, 'xmlns:y': xsd, 'x:type': 'y:int' } };
}

function flagWithSpace(xml: string): string {
  return xml.replace(/(<t:Mask>)([^<]+)(<)/g, '$1\n $2 $3');
}

function onCarrierWithNamespace(change: (element: Element, namespace: string) => Element): Fault['spoil'] {
  return changeElement(({ type, element }, { namespace }) =>
    type === 'object' && elementsOf(element).some((child) => local(child.name) === 'Status')
      ? change(element, namespace)
      : undefined,
  );
}

/** By near miss, what compares its answer with others to the same call: those that spoil REST’s JSON differ from both others. */
const otherValues: Readonly<Record<string, readonly CheckId[]>> = {
  ...Object.fromEntries(
    [
      'keys-of-a-map',
      'digits-in-a-string',
      'string-null',
      'carrier-null',
      'largest-int',
      'smallest-int',
      'date-without-offset',
      'date-empty',
      'date-utc',
      'no-pairs',
    ].map((id) => [id, ['PARITY-VALUES', 'PARITY-XML']]),
  ),
  // SOAP knows no such operation, and says so.
  'no-operation-403': ['PARITY-REFUSAL'],
  'duration-iso': ['PARITY-XML'],
  'duration-days': ['PARITY-XML'],
  ...Object.fromEntries(
    [
      'base64-none',
      'base64-padded',
      'keys-in-another-case',
      'boolean-digit',
      'date-fine',
      'bytes-in-lines',
      'inherited-first',
      'int-signed',
      'int-largest',
      'text-in-cdata',
      'nil-string',
    ].map((id) => [id, ['PARITY-VALUES']]),
  ),
};

export const nearMisses: readonly NearMiss[] = [
  ...httpAndRest,
  ...restNearMisses,
  ...soap,
  ...soapRequests,
  ...parityNearMisses,
  ...discoveryNearMisses,
].map((one) => ({ ...one, parity: otherValues[one.id] ?? [] }));
