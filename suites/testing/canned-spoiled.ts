import { envelope, fault, namespaceOf, services86, succeeded, written } from './canned.ts';
import type { Canned, Kind } from './canned.ts';
import type { RawReply } from './raw-server.ts';

type Spoil = (canned: Canned) => RawReply;

/** Spoils the answers of some kinds and leaves the others honest. */
const on =
  (kinds: readonly Kind[], spoil: Spoil): Spoil =>
  (canned) =>
    kinds.includes(canned.kind) ? spoil(canned) : written(canned);

const bytes = (...parts: RawReply['parts']): RawReply => ({ parts, after: 'keep' });
const relay = (...parts: RawReply['parts']): Spoil => on(['rest-relay'], () => bytes(...parts));

/** The healthy text with one passage replaced; a passage that is not there is a mistake of this file. */
const text = (kinds: readonly Kind[], from: string | RegExp, to: string): Spoil =>
  on(kinds, (canned) => {
    // What is not selected has no passage to replace.
    if (canned.request.path.includes('$select=')) return written(canned);
    const body = String(canned.body);
    const spoiled = body.replace(from, to);
    // An empty list of messages has no message to spoil.
    if (spoiled === body && !body.includes('<Response></Response>'))
      throw new Error(`${String(from)} is not in ${body}`);
    return written({ ...canned, body: spoiled });
  });

const email = (from: string | RegExp, to: string): Spoil => text(['rest-send'], from, to);
const freeText = (from: string | RegExp, to: string): Spoil => text(['soap-status'], from, to);
const messages = (from: string | RegExp, to: string): Spoil => text(['soap-send'], from, to);
const soap: readonly Kind[] = ['soap-relay', 'soap-send', 'soap-create'];
const operations: readonly Kind[] = ['rest-relay', 'rest-send', ...soap];

const labelled = (kinds: readonly Kind[], type: string): Spoil =>
  on(kinds, (canned) => written({ ...canned, headers: [`Content-Type: ${type}`] }));

const answered = (kinds: readonly Kind[], status: string, type: string, body: string): Spoil =>
  on(kinds, (canned) => written({ ...canned, status, headers: [`Content-Type: ${type}`], body }));

const noContent = 'HTTP/1.1 204 No Content\r\n';
const problem = '{"Error":true,"ErrorType":"System.Exception","Message":"No mailbox","ErrorSource":"EMail"}';
const isCamelCase = ({ request: { body } }: Canned): boolean => /^\{\s*"[a-z]/.test(body);

const success = envelope(services86, succeeded, '<t:RelayMessageResponse/>');
const success12 = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>
  <RelayMessageResponse/></s:Body></s:Envelope>`;

const notFound =
  '<t:ExceptionInfo><t:Message>Title 4 not found</t:Message><t:ExceptionType>SoNotFoundException</t:ExceptionType></t:ExceptionInfo>' +
  '<t:Succeeded>false</t:Succeeded>';

/** Spoiled answers by the id of the emulator's fault that is wrong in the same way. */
export const spoils: Readonly<Record<string, Spoil>> = {
  'http-reset': on(operations, () => ({ parts: [], after: 'reset' })),
  'http-cut-off': on(operations, () => ({
    parts: ['HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 700\r\n\r\n[{"To": ['],
    after: 'close',
  })),
  'http-bytes-after-content': on([...operations], (canned) =>
    canned.body === undefined
      ? written(canned)
      : {
          parts: [
            `HTTP/1.1 ${canned.status}\r\n${canned.headers.join('\r\n')}\r\nConnection: close\r\n`,
            `Content-Length: ${Buffer.byteLength(canned.body)}\r\n\r\n`,
            canned.body,
            'null',
          ],
          after: 'close',
        },
  ),
  'http-coding-broken': on(['rest-send', 'rest-status'], (canned) =>
    canned.request.headers.get('accept-encoding') === 'gzip'
      ? written({ ...canned, headers: [...canned.headers, 'Content-Encoding: gzip'] })
      : written(canned),
  ),
  'http-xml-charset-contradicted': labelled(soap, 'text/xml; charset="iso-8859-1"'),
  'http-redirect-302': on(operations, () =>
    bytes('HTTP/1.1 302 Found\r\nLocation: https://example.com/login\r\nContent-Length: 0\r\n\r\n'),
  ),
  'http-204-null-same-packet': relay(`${noContent}\r\nnull`),
  'http-204-null-later': relay(`${noContent}\r\n`, 60, 'null'),
  'http-204-null-announced': relay(`${noContent}Content-Length: 4\r\n\r\nnull`),
  'http-204-null-chunked': relay(`${noContent}Transfer-Encoding: chunked\r\n\r\n`, '4\r\nnull\r\n0\r\n\r\n'),
  'http-204-length-zero': relay(`${noContent}Content-Length: 0\r\n\r\n`),
  'rest-status-500': answered(['rest-relay', 'rest-send'], '500 Internal Server Error', 'application/json', problem),
  'rest-status-200-for-204': answered(['rest-relay'], '200 OK', 'application/json', 'null'),
  'rest-status-204-for-200': on(['rest-send'], () => bytes(`${noContent}\r\n`)),
  'rest-media-type-text': labelled(['rest-send'], 'text/plain'),
  'rest-media-type-missing': on(['rest-send'], (canned) => written({ ...canned, headers: [] })),
  'rest-html': answered(['rest-send'], '200 OK', 'text/html', '<html><body>Sign in</body></html>'),
  'rest-json-truncated': email(/"Cc"[^]*$/, ''),
  'rest-json-bom': email(/^/, '\u{feff}'),
  'rest-error-in-200': answered(['rest-send'], '200 OK', 'application/json', problem),
  'rest-object-for-array': on(['rest-send'], (canned) =>
    written({ ...canned, body: String(canned.body).replace(/^\[/, '').replace(/\]$/, '') }),
  ),
  'rest-member-missing': email('"Subject": "placeat", ', ''),
  'rest-names-camel': email('"Subject":', '"subject":'),
  'rest-member-twice': email('"Subject":', '"Subject": null, "Subject":'),
  'rest-enum-unknown': email('"Priority": "High"', '"Priority": "Urgent"'),
  'rest-extra-member': email('"Subject":', '"SentBy": 1, "Subject":'),
  'rest-number-as-string': email('"Size": 261', '"Size": "261"'),
  'rest-boolean-as-string': email('"IsSent": false', '"IsSent": "false"'),
  'rest-null-number': email('"ServerId": 176', '"ServerId": null'),
  'rest-int-too-large': email('"EmailItemId": 923', '"EmailItemId": 4294967295'),
  'rest-int-fraction': email('"AccountId": 736', '"AccountId": 736.5'),
  'rest-date-local': email('2009-10-14T11:10:26', '10/14/2009 11:10:26 AM'),
  'rest-date-impossible': email('2009-10-14T11:10:26', '2009-02-29T11:10:26'),
  'rest-enum-case': email('"Priority": "High"', '"Priority": "high"'),
  'rest-base64-broken': text(['rest-send', 'rest-logo'], 'R0lGODlhAQABAAAAACw=', 'GIF89a....bytes'),
  'rest-item-of-body-as-string': on(['rest-send'], (canned) => written({ ...canned, body: '["[]"]' })),
  'rest-map-as-array': email(
    /"FieldProperties": \{"Subject": (\{.*\})\}/,
    '"FieldProperties": [{"Key": "Subject", "Value": $1}]',
  ),
  'rest-flags-as-number': email('"Flags": "Seen, Answered"', '"Flags": 3'),
  'rest-int64-fraction': text(['rest-length'], '9007199254740993', '4711.5'),
  'rest-duration-words': text(['rest-suggested'], '"00:15:00"', '"15 minutes"'),
  'rest-select-removes': on(['rest-send', 'rest-status', 'rest-suggested', 'rest-title'], (canned) =>
    canned.request.path.includes('$select=')
      ? written({ ...canned, body: String(canned.body).replace(/,"[^"]+":null/g, '') })
      : written(canned),
  ),
  'rest-null-body-refused': on(['rest-status', 'rest-suggested', 'rest-title'], (canned) =>
    canned.request.body === 'null'
      ? written({ ...canned, status: '400 Bad Request', body: '{"Message":"No body is taken"}' })
      : written(canned),
  ),
  'rest-charset-required': on(['rest-relay', 'rest-send', 'rest-length', 'rest-logo'], (canned) =>
    canned.request.headers.get('content-type') === 'application/json'
      ? written({ ...canned, status: '415 Unsupported Media Type', body: '{"Message":"Say the charset"}' })
      : written(canned),
  ),
  'rest-xml-member-missing': text(
    ['rest-xml'],
    /<(Name|Value|FreeTextEnabled|Subject)( i:nil="true"\/>|>[^<]*<\/\1>)/,
    '',
  ),
  'rest-stream-as-json': answered(['rest-bytes'], '200 OK', 'application/json', '"R0lGODlhAQABAAAAACw="'),
  'rest-unknown-id-carrier': answered(['rest-nobody'], '200 OK', 'application/json', '{"Id":2100000000}'),
  'rest-container-accepted': answered(['rest-container'], '200 OK', 'application/json', '[]'),
  'rest-unknown-operation-200': answered(['rest-no-operation'], '200 OK', 'application/json', '{}'),
  'rest-coercion-refused': on(['rest-relay', 'rest-send', 'rest-length', 'rest-logo'], (canned) =>
    /:(?:"41"|41)[,}]/.test(canned.request.body)
      ? written({ ...canned, status: '400 Bad Request', body: '{"Message":"41"}' })
      : written(canned),
  ),
  'rest-enum-number-refused': on(['rest-active'], (canned) =>
    canned.request.body === '{"Type":1}'
      ? written({ ...canned, status: '400 Bad Request', body: '{"Message":"1 is no name"}' })
      : written(canned),
  ),
  'rest-select-path-whole': on(['rest-title'], (canned) =>
    canned.request.path.includes('TableRight/Mask')
      ? written({ ...canned, body: String(canned.body).replace('"Reason":null', '"Reason":"as admin"') })
      : written(canned),
  ),
  'rest-range-accepted': answered(['rest-range'], '200 OK', 'application/json', '1'),
  'rest-verb-accepted': answered(['rest-verb'], '200 OK', 'application/json', '{}'),
  'rest-media-type-accepted': answered(['rest-csv'], '200 OK', 'application/json', '{}'),
  'auth-rest-wrong-400': on(['rest-refused'], (canned) =>
    canned.request.headers.get('authorization')?.startsWith('Basic') === true
      ? written({ ...canned, status: '400 Bad Request' })
      : written(canned),
  ),
  'auth-scheme-case-refused': on(
    [...operations, 'rest-status', 'rest-suggested', 'rest-length', 'rest-logo', 'rest-title'],
    (canned) =>
      canned.request.headers.get('authorization')?.startsWith('sOt') === true
        ? written({ ...canned, status: '401 Unauthorized', body: '{"Message":"No such scheme"}' })
        : written(canned),
  ),
  'auth-soap-expired-open': on(['soap-refused'], (canned) =>
    canned.request.body.includes('c29jb25mb3Jt')
      ? written({ ...canned, body: envelope(services86, succeeded, '<t:RelayMessageResponse/>') })
      : written(canned),
  ),
  'rest-camel-case-refused': on(['rest-relay', 'rest-send'], (canned) =>
    isCamelCase(canned)
      ? written({ ...canned, status: '400 Bad Request', headers: [], body: '{"Message":"Emails is missing"}' })
      : written(canned),
  ),
  'rest-bad-json-accepted': answered(['rest-malformed'], '200 OK', 'application/json', '[]'),
  'rest-get-invokes': answered(['rest-describe'], '200 OK', 'application/json', '[]'),
  'auth-rest-open': on(['rest-refused'], (canned) =>
    canned.request.headers.has('authorization')
      ? written(canned)
      : written({ ...canned, status: '200 OK', body: '[]' }),
  ),
  'auth-soap-open': on(['soap-refused'], (canned) =>
    canned.request.body.includes('Ticket')
      ? written(canned)
      : written({ ...canned, body: envelope(services86, succeeded, '<t:RelayMessageResponse/>') }),
  ),
  'soap-status-500': on(soap, (canned) => written({ ...canned, status: '500 Internal Server Error' })),
  'soap-status-202': on(soap, (canned) => written({ ...canned, status: '202 Accepted' })),
  'soap-media-type-12': labelled(soap, 'application/soap+xml; charset=utf-8'),
  'soap-unclosed': text(soap, '</soap:Envelope>', ''),
  'soap-unbound-prefix': text(soap, '<soap:Body>', '<soap:Body b:id="1">'),
  'soap-doctype': text(soap, '<soap:Envelope', '<!DOCTYPE e [<!ENTITY x "y">]>\n<soap:Envelope'),
  'soap-12-envelope': text(
    soap,
    'http://schemas.xmlsoap.org/soap/envelope/',
    'http://www.w3.org/2003/05/soap-envelope',
  ),
  'soap-no-body': text(soap, /<soap:Body>[^]*<\/soap:Body>/, ''),
  'soap-succeeded-false': text(
    soap,
    '<t:ExceptionInfo i:nil="true"/><t:ExtraInfo i:nil="true"/><t:Succeeded>true<',
    '<t:ExceptionInfo><t:Message>No mailbox</t:Message></t:ExceptionInfo><t:Succeeded>false<',
  ),
  'soap-succeeded-false-alone': text(soap, '>true</t:Succeeded>', '>false</t:Succeeded>'),
  'soap-succeeded-missing': text(soap, '<t:Succeeded>true</t:Succeeded>', ''),
  'soap-exception-set': text(
    soap,
    '<t:ExceptionInfo i:nil="true"/>',
    '<t:ExceptionInfo><t:Message>No</t:Message></t:ExceptionInfo>',
  ),
  'soap-wrapper-renamed': text(['soap-relay'], '<t:RelayMessageResponse/>', '<t:RelayMessageResult/>'),
  'soap-wrapper-namespace': messages(`xmlns="${services86}"`, 'xmlns="urn:other"'),
  'soap-void-filled': text(
    ['soap-relay'],
    '<t:RelayMessageResponse/>',
    '<t:RelayMessageResponse>0</t:RelayMessageResponse>',
  ),
  'soap-order-swapped': messages(/(<Status>.*<\/Status>)\s*(<StatusDescription>.*<\/StatusDescription>)/, '$2$1'),
  'soap-inherited-after-own': messages(/(<TableRight.*\/>)([^]*?<\/MessagingId>)/, '$2$1'),
  'soap-member-no-namespace': messages('<Status>', '<Status xmlns="">'),
  'soap-member-missing': (canned) =>
    canned.kind === 'soap-status'
      ? freeText('<t:CountWords>1204</t:CountWords>', '')(canned)
      : messages('<Status>0</Status>', '')(canned),
  'soap-extra-member': messages('<Status>', '<Priority>1</Priority><Status>'),
  'soap-int-word': messages('<MessagingId>4711', '<MessagingId>n/a'),
  'soap-nil-int': messages('<MessagingId>4711</MessagingId>', '<MessagingId i:nil="true"/>'),
  'soap-xsi-type-wrong': messages('i:type="MessageDeliveryStatus"', 'i:type="OutgoingMessage"'),
  'soap-result-one-less': messages(/<MessageDeliveryStatus [^]*?<\/MessageDeliveryStatus>/, ''),
  'soap-succeeded-twice': text(soap, '<t:Succeeded>true', '<t:Succeeded>true</t:Succeeded><t:Succeeded>true'),
  'soap-time-zone-word': text(
    soap,
    '<t:Succeeded>',
    '<t:TimeZone><t:SoTimeZoneId>Oslo</t:SoTimeZoneId></t:TimeZone><t:Succeeded>',
  ),
  'soap-duration-clock': text(['soap-suggested'], '>PT15M<', '>00:15:00<'),
  'soap-xsi-type-not-derived': text(
    ['soap-field'],
    /t:FieldInfoBool([^]*?)<t:DefaultValue>true<\/t:DefaultValue>/,
    't:Carrier$1',
  ),
  'soap-boolean-capital': freeText('<t:FreeTextEnabled>true', '<t:FreeTextEnabled>True'),
  'soap-date-local': freeText('2022-11-30T04:15:00', '11/30/2022 4:15:00 AM'),
  'soap-enum-unknown': freeText('<t:SingleWordOperator>StartsWith', '<t:SingleWordOperator>Begins'),
  'soap-enum-case': freeText('<t:SingleWordOperator>StartsWith', '<t:SingleWordOperator>startsWith'),
  'soap-key-twice': freeText(
    /(<t:FieldPropertyDictionaryKeyValuePair>[^]*<\/t:FieldPropertyDictionaryKeyValuePair>)/,
    '$1$1',
  ),
  'soap-pair-renamed': freeText(/FieldPropertyDictionaryKeyValuePair/g, 'KeyValuePairOfstringFieldProperty'),
  'soap-flags-comma': text(['soap-currency'], 'Select Update', 'Select, Update'),
  'soap-double-comma': text(['soap-currency'], '11.25', '11,25'),
  'soap-short-too-large': text(['soap-currency'], '<t:Rank>2<', '<t:Rank>65535<'),
  'soap-base64-broken': text(['soap-logo'], 'R0lGODlhAQABAAAAACw=', 'GIF89a....bytes'),
  'soap-out-missing': text(['soap-file'], '<t:Length>9</t:Length>', ''),
  'soap-item-renamed': messages(/MessageDeliveryStatus(?=[ >])/g, 'Status_'),
  'parity-soap-number': freeText('<t:CountWords>1204', '<t:CountWords>1205'),
  'parity-soap-moment': freeText('T04:15:00', 'T04:16:00'),
  'parity-soap-bytes': text(['soap-logo'], 'R0lGODlhAQABAAAAACw=', 'bnVsbA=='),
  'parity-soap-nil': freeText(/<t:FieldProperties>[^]*<\/t:FieldProperties>/, '<t:FieldProperties i:nil="true"/>'),
  'parity-xml-number': text(['rest-xml'], /<(CountWords|Id|Rank)>\d+</, '<$1>7<'),
  'parity-soap-login-as-data': on(['soap-refused'], (canned) =>
    canned.request.body.includes('Ticket')
      ? written({ ...canned, body: envelope(namespaceOf(canned.request), notFound, '') })
      : written(canned),
  ),
  'parity-soap-read-refused': answered(
    ['soap-status', 'soap-logo', 'soap-title', 'soap-nobody'],
    '200 OK',
    'text/xml',
    envelope(services86, notFound, ''),
  ),
  'parity-rest-read-refused': answered(
    ['rest-status', 'rest-logo', 'rest-title', 'rest-suggested'],
    '400 Bad Request',
    'application/json',
    '{"Error":true,"ErrorType":"SoNotFoundException","Message":"Title 4 not found","ErrorSource":"Lists"}',
  ),
  'soap-unquoted-refused': on(soap, (canned) =>
    canned.request.headers.get('soapaction')?.startsWith('"') === true
      ? written(canned)
      : written({ ...canned, status: '500 Internal Server Error', body: fault('No such action') }),
  ),
  'soap-wrong-action-taken': on(['soap-unknown'], (canned) =>
    written(canned.request.body.includes('NoSuchOperation') ? canned : { ...canned, status: '200 OK', body: success }),
  ),
  'soap-unknown-operation-taken': on(['soap-unknown'], (canned) =>
    written(canned.request.body.includes('NoSuchOperation') ? { ...canned, status: '200 OK', body: success } : canned),
  ),
  'soap-malformed-taken': on(['soap-not-read'], (canned) =>
    canned.request.body.includes('<!DOCTYPE')
      ? written(canned)
      : written({ ...canned, status: '200 OK', headers: ['Content-Type: text/xml'], body: success }),
  ),
  'soap-malformed-says-login': on(['soap-not-read'], (canned) =>
    canned.request.body.includes('<!DOCTYPE')
      ? written(canned)
      : written({
          ...canned,
          status: '500 Internal Server Error',
          headers: ['Content-Type: text/xml'],
          body: fault('The session has expired'),
        }),
  ),
  'soap-doctype-taken': on(['soap-not-read'], (canned) =>
    canned.request.body.includes('<!DOCTYPE')
      ? written({ ...canned, status: '200 OK', headers: ['Content-Type: text/xml'], body: success })
      : written(canned),
  ),
  'soap-verbatim-taken': answered(['soap-12'], '200 OK', 'application/soap+xml', success12),
  'soap-wsdl-off': on(['soap-wsdl'], (canned) =>
    written({ ...canned, status: '404 Not Found', headers: ['Content-Type: text/plain'], body: 'no' }),
  ),
  'soap-wsdl-type': on(['soap-wsdl'], (canned) =>
    written({ ...canned, body: String(canned.body).replaceAll('type="xs:int"', 'type="xs:long"') }),
  ),
  'discovery-api-off': answered(['rest-api'], '404 Not Found', 'text/plain', 'nothing here'),
  'discovery-api-without-version': text(['rest-api'], '"NetServerVersion"', '"Release"'),
  'discovery-listing-html': answered(['rest-listing'], '200 OK', 'text/html', '<p>Web API</p>'),
  'discovery-agent-unknown': text(['rest-listing'], '{\n', '{ "http://canned/crm/api/v1/Agents/Telepathy/Send": {},\n'),
  'discovery-agent-unlisted': text(['rest-listing'], '/Agents/FreeText"', '/FreeText"'),
};
