import { selectedOf, xmlOf } from './canned-forms.ts';
import { fileManagerWsdl } from './canned-wsdl.ts';
import type { RawReply, RawRequest } from './raw-server.ts';

/**
 * Answers of the five core operations, written by hand from their pages and WSDL. Nothing here comes from the
 * emulator, so that one mistake cannot be in both.
 */
export type Kind =
  | 'rest-relay'
  | 'rest-send'
  | 'rest-status'
  | 'rest-suggested'
  | 'rest-length'
  | 'rest-active'
  | 'rest-logo'
  | 'rest-title'
  | 'rest-xml'
  | 'rest-bytes'
  | 'rest-nobody'
  | 'rest-container'
  | 'rest-range'
  | 'rest-verb'
  | 'rest-csv'
  | 'rest-no-operation'
  | 'rest-describe'
  | 'rest-api'
  | 'rest-listing'
  | 'rest-malformed'
  | 'rest-refused'
  | 'soap-relay'
  | 'soap-send'
  | 'soap-create'
  | 'soap-status'
  | 'soap-currency'
  | 'soap-logo'
  | 'soap-file'
  | 'soap-suggested'
  | 'soap-field'
  | 'soap-title'
  | 'soap-nobody'
  | 'soap-refused'
  | 'soap-not-read'
  | 'soap-unknown'
  | 'soap-12'
  | 'soap-wsdl'
  | 'unknown';

export interface Canned {
  readonly kind: Kind;
  readonly request: RawRequest;
  readonly status: string;
  /** Header lines without Content-Length, which `written` adds. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | undefined;
}

const crlf = '\r\n';

/** An honest frame around the answer. */
export function written({ status, headers, body }: Canned): RawReply {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`HTTP/1.1 ${status}`, ...headers, ...length].join(crlf) + crlf + crlf;
  return { parts: body === undefined ? [head] : [head, body], after: 'keep' };
}

export function healthy(request: RawRequest): Canned {
  const kind = kindOf(request);
  const answer = (status: string, type: string | undefined, body: string | undefined): Canned => {
    const headers = ['Server: canned', ...(type === undefined ? [] : [`Content-Type: ${type}`])];
    return { kind, request, status, headers, body };
  };
  switch (kind) {
    case 'rest-relay':
      // A Content-Type on a 204 is neither required nor refused; the pages print one.
      return answer('204 No Content', json, undefined);
    case 'rest-send':
      return answer('200 OK', json, selectedOf(request, email));
    case 'rest-status':
      return answer('200 OK', json, selectedOf(request, freeTextStatus));
    case 'rest-suggested':
      return answer('200 OK', json, selectedOf(request, suggestedAppointment));
    case 'rest-xml':
      return answer('200 OK', 'application/xml', xmlOf(resultOf(request)));
    case 'rest-bytes':
      return {
        ...answer('200 OK', 'application/octet-stream', ''),
        body: Buffer.from('R0lGODlhAQABAAAAACw=', 'base64'),
      };
    case 'rest-nobody':
      return answer('200 OK', json, 'null');
    case 'rest-container':
    case 'rest-range':
      return answer('400 Bad Request', json, '{"Message":"An argument is wrong","MessageDetail":"At 1"}');
    case 'rest-verb':
      return answer('405 Method Not Allowed', json, '{"Message":"Only POST"}');
    case 'rest-csv':
      return answer('415 Unsupported Media Type', json, '{"Message":"Only JSON"}');
    case 'rest-no-operation':
      return answer('404 Not Found', json, '{"Message":"No such operation"}');
    case 'rest-length':
      return answer('200 OK', json, '9007199254740993');
    case 'rest-active':
      return answer('200 OK', json, 'true');
    case 'rest-logo':
      return answer('200 OK', json, '"R0lGODlhAQABAAAAACw="');
    case 'rest-title':
      return answer('200 OK', json, selectedOf(request, mrMrs));
    case 'rest-describe':
      return answer('200 OK', json, '{"Method":"POST","Description":"Sends e-mails"}');
    case 'rest-api':
      return answer('200 OK', json, api);
    case 'rest-listing':
      return answer('200 OK', json, listing);
    case 'rest-malformed':
      return answer('400 Bad Request', json, '{"Message":"Malformed","MessageDetail":"Line 1"}');
    case 'rest-refused':
      return answer('401 Unauthorized', json, '{"Message":"Authorization has been denied for this request."}');
    case 'soap-relay':
      return answer('200 OK', xml, envelope(services86, succeeded, '<t:RelayMessageResponse/>'));
    case 'soap-create':
      return answer(
        '200 OK',
        xml,
        envelope(services87, succeeded, '<t:CreateMessageResponse></t:CreateMessageResponse>'),
      );
    case 'soap-send':
      return answer('200 OK', xml, envelope(services86, succeeded, sendMessagesResponse(messagesIn(request))));
    case 'soap-status':
      return answer('200 OK', xml, envelope(services86, succeeded, getStatusResponse));
    case 'soap-currency':
      return answer('200 OK', xml, envelope(services86, succeeded, getBaseCurrencyResponse));
    case 'soap-logo':
      return answer('200 OK', xml, envelope(services86, succeeded, getLogoImageResponse));
    case 'soap-file':
      return answer('200 OK', xml, envelope(services86, succeeded, readFilePartResponse));
    case 'soap-suggested':
      return answer('200 OK', xml, envelope(services86, succeeded, getSuggestedAppointmentResponse));
    case 'soap-title':
      return answer('200 OK', xml, envelope(services86, succeeded, getMrMrsResponse));
    case 'soap-nobody':
      return answer('200 OK', xml, envelope(services86, succeeded, nobodyResponse));
    case 'soap-field':
      return answer('200 OK', xml, envelope(services87, succeeded, getCustomFieldInfoResponse));
    case 'soap-not-read':
      return answer('400 Bad Request', undefined, '');
    case 'soap-unknown':
      return answer('500 Internal Server Error', xml, fault('The action is not one of this service.'));
    case 'soap-12':
      return answer('415 Unsupported Media Type', undefined, '');
    case 'soap-wsdl':
      return answer('200 OK', 'text/xml', request.path.includes('FileManager') ? fileManagerWsdl : wsdlOfParts);
    case 'soap-refused':
      return answer('200 OK', xml, envelope(namespaceOf(request), refused, ''));
    case 'unknown':
      return answer('404 Not Found', 'text/plain', 'nothing here');
  }
}

function kindOf({ method, path, headers, body }: RawRequest): Kind {
  if (path.startsWith('/Remote/')) {
    if (method === 'GET') return 'soap-wsdl';
    if (headers.get('content-type')?.startsWith('application/soap+xml') === true) return 'soap-12';
    if (body.includes('<!DOCTYPE') || !/Envelope>\s*$/.test(body)) return 'soap-not-read';
    if (!/<(?:\w+:)?Ticket[^<>]*>7T:emulator-ticket</.test(body)) return 'soap-refused';
    const action = headers.get('soapaction') ?? '';
    if (/>2100000000<\/(?:\w+:)?MrMrsId>/.test(body)) return 'soap-nobody';
    return (
      kinds.find(([operation]) => action.endsWith(`/${operation}`) || action.endsWith(`/${operation}"`))?.[1] ??
      'soap-unknown'
    );
  }
  if (path === '/api') return 'rest-api';
  if (path === '/api/v1') return 'rest-listing';
  if (!path.startsWith('/api/v1/Agents/')) return 'unknown';
  if (!/^soticket 7T:emulator-ticket$/i.test(headers.get('authorization') ?? '')) return 'rest-refused';
  if (path.includes('/NoSuchOperation')) return 'rest-no-operation';
  if (method === 'GET') return 'rest-describe';
  if (method === 'PUT') return 'rest-verb';
  if (headers.get('content-type') === 'text/csv') return 'rest-csv';
  if (body !== '' && !isJson(body)) return 'rest-malformed';
  if (body.includes('[{}]')) return 'rest-container';
  if (body.includes(':2147483648')) return 'rest-range';
  if (path.includes('=2100000000')) return 'rest-nobody';
  if (headers.get('accept') === 'application/xml') return 'rest-xml';
  if (headers.get('accept') === 'application/octet-stream') return 'rest-bytes';
  return resultKind(path);
}

function resultKind(path: string): Kind {
  const [, kind = 'rest-send'] = restKinds.find(([operation]) => path.includes(`/${operation}`)) ?? [];
  return kind;
}

function resultOf({ path }: RawRequest): string {
  const results: Partial<Readonly<Record<Kind, string>>> = {
    'rest-send': email,
    'rest-status': freeTextStatus,
    'rest-suggested': suggestedAppointment,
    'rest-title': mrMrs,
  };
  return results[resultKind(path)] ?? 'null';
}

const restKinds: readonly (readonly [operation: string, kind: Kind])[] = [
  ['RelayMessage', 'rest-relay'],
  ['FreeText/GetStatus', 'rest-status'],
  ['CreateDefaultSuggestedAppointmentEntity', 'rest-suggested'],
  ['GetDocumentLength', 'rest-length'],
  ['IsPublishEventActive', 'rest-active'],
  ['GetLogoImage', 'rest-logo'],
  ['GetMrMrs', 'rest-title'],
];

const kinds: readonly (readonly [operation: string, kind: Kind])[] = [
  ['RelayMessage', 'soap-relay'],
  ['SendMessages', 'soap-send'],
  ['CreateMessage', 'soap-create'],
  ['GetStatus', 'soap-status'],
  ['GetBaseCurrency', 'soap-currency'],
  ['GetLogoImage', 'soap-logo'],
  ['ReadFilePart', 'soap-file'],
  ['GetSuggestedAppointmentEntity', 'soap-suggested'],
  ['GetCustomFieldInfo', 'soap-field'],
  ['GetMrMrs', 'soap-title'],
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const json = 'application/json; charset=utf-8';
const xml = 'text/xml; charset=utf-8';

export const services86 = 'http://www.superoffice.net/ws/crm/NetServer/Services86';
const services87 = 'http://www.superoffice.net/ws/crm/NetServer/Services87';

export const namespaceOf = ({ path }: RawRequest): string => (path.includes('Services87') ? services87 : services86);

export const succeeded = '<t:ExceptionInfo i:nil="true"/><t:ExtraInfo i:nil="true"/><t:Succeeded>true</t:Succeeded>';
const refused =
  '<t:ExceptionInfo><t:Message>Log in first</t:Message></t:ExceptionInfo><t:Succeeded>false</t:Succeeded>';

export function envelope(namespace: string, header: string, body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
    xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="${namespace}">
  <soap:Header>${header}</soap:Header>
  <soap:Body>${body}</soap:Body>
</soap:Envelope>`;
}

/** One `OutgoingMessage` after another, whatever its prefix. */
function messagesIn({ body }: RawRequest): number {
  return body.match(/<(?:\w+:)?OutgoingMessage(?=[\s/>])/g)?.length ?? 0;
}

export const fault = (reason: string): string => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
  <s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>${reason}</faultstring></s:Fault></s:Body>
</s:Envelope>`;

/** As WCF shows it: the types are at another address. */
const wsdlOfParts = `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <wsdl:types><xs:schema><xs:import schemaLocation="http://canned/a.svc?xsd=xsd0" namespace="${services86}"/></xs:schema></wsdl:types>
</wsdl:definitions>`;

const deliveryStatus = `<MessageDeliveryStatus i:type="MessageDeliveryStatus">
          <TableRight i:nil="true"/>
          <Status>0</Status>
          <StatusDescription>queued</StatusDescription>
          <MessagingId>4711</MessagingId>
        </MessageDeliveryStatus>`;

function sendMessagesResponse(messages: number): string {
  // In a default namespace, unlike the emulator: prefixes vary and mean nothing.
  return `<SendMessagesResponse xmlns="${services86}">
      <Response>${deliveryStatus.repeat(messages)}</Response>
    </SendMessagesResponse>`;
}

/** The state of the search index, the same on both protocols. */
const getStatusResponse = `<t:GetStatusResponse>
      <t:Response>
        <t:TableRight i:nil="true"/>
        <t:FieldProperties>
          <t:FieldPropertyDictionaryKeyValuePair>
            <t:Key>CountWords</t:Key>
            <t:Value><t:FieldRight><t:Mask>Read Write</t:Mask><t:Reason/></t:FieldRight><t:FieldType>System.Int32</t:FieldType><t:FieldLength>4</t:FieldLength></t:Value>
          </t:FieldPropertyDictionaryKeyValuePair>
        </t:FieldProperties>
        <t:FreeTextEnabled>true</t:FreeTextEnabled>
        <t:SingleWordOperator>StartsWith</t:SingleWordOperator>
        <t:MultiWordOperator>Contains</t:MultiWordOperator>
        <t:CountWords>1204</t:CountWords>
        <t:Occurrences>88213</t:Occurrences>
        <t:LastGenerated>2022-11-30T04:15:00</t:LastGenerated>
        <t:AutoEnableTravelAreas>false</t:AutoEnableTravelAreas>
      </t:Response>
    </t:GetStatusResponse>`;

const freeTextStatus = `{"FreeTextEnabled": true, "SingleWordOperator": "StartsWith", "MultiWordOperator": "Contains",
  "CountWords": 1204, "Occurrences": 88213, "LastGenerated": "2022-11-30T04:15:00", "AutoEnableTravelAreas": false,
  "TableRight": null,
  "FieldProperties": {"CountWords": {"FieldRight": {"Mask": "Read, Write", "Reason": ""}, "FieldType": "System.Int32", "FieldLength": 4}}}`;

const suggestedAppointment = `{"SuggestedAppointmentId": 0, "Name": "Call back", "Tooltip": null, "Rank": 3, "Deleted": false,
  "DaysFuture": 2, "Duration": "00:15:00", "AutoSuggest": true, "IsMilestone": false, "AssignToMember": false, "Text": "",
  "ProjectTypeStatusLink": null, "SaleTypeStageLink": null, "Type": null, "TableRight": null, "FieldProperties": {}}`;

/** As the start page of the REST API prints both. */
const api = `{"v1": "http://canned/crm/api/v1", "Version": "v1", "NetServerVersion": "8.1.6431.038",
  "NetServerAssembly": "8.1.0.0", "NetServerDate": "2017-08-10", "Services": "Services86",
  "NetServer": "SuperOffice NetServer 8.1 Release (Build: 6431)"}`;

const listing = `{
  "http://canned/crm/api/v1/Agents/Appointment": {"POST": "Appointments."},
  "http://canned/crm/api/v1/Agents/Audience": {"POST": "Audience."},
  "http://canned/crm/api/v1/Agents/Document": {"POST": "Documents."},
  "http://canned/crm/api/v1/Agents/EMail": {"POST": "E-mail."},
  "http://canned/crm/api/v1/Agents/FreeText": {"POST": "Free text."},
  "http://canned/crm/api/v1/Agents/List": {"POST": "Lists."},
  "http://canned/crm/api/v1/Agents/UserDefinedFieldInfo": {"POST": "User-defined fields."},
  "http://canned/crm/api/v1/List/WebPanel": {"GET": "Web panels.", "PUT": "Saves it."}
}`;

const mrMrs = `{"Id": 4, "Value": "Dr.", "Tooltip": "", "TableRight": {"Mask": "Select", "Reason": null}, "FieldProperties": {}}`;

const getMrMrsResponse = `<t:GetMrMrsResponse>
      <t:Response>
        <t:TableRight><t:Mask>Select</t:Mask><t:Reason i:nil="true"/></t:TableRight>
        <t:FieldProperties i:nil="true"/>
        <t:Id>4</t:Id>
        <t:Value>Dr.</t:Value>
        <t:Tooltip></t:Tooltip>
      </t:Response>
    </t:GetMrMrsResponse>`;

const nobodyResponse = '<t:GetMrMrsResponse><t:Response i:nil="true"/></t:GetMrMrsResponse>';

const getSuggestedAppointmentResponse = `<t:GetSuggestedAppointmentEntityResponse>
      <t:Response>
        <t:TableRight i:nil="true"/>
        <t:FieldProperties i:nil="true"/>
        <t:SuggestedAppointmentId>12</t:SuggestedAppointmentId>
        <t:Name>Call back</t:Name>
        <t:Tooltip i:nil="true"/>
        <t:Rank>3</t:Rank>
        <t:Deleted>false</t:Deleted>
        <t:DaysFuture>2</t:DaysFuture>
        <t:Duration>PT15M</t:Duration>
        <t:AutoSuggest>true</t:AutoSuggest>
        <t:IsMilestone>false</t:IsMilestone>
        <t:AssignToMember>false</t:AssignToMember>
        <t:Text></t:Text>
        <t:ProjectTypeStatusLink i:nil="true"/>
        <t:SaleTypeStageLink i:nil="true"/>
        <t:Type i:nil="true"/>
      </t:Response>
    </t:GetSuggestedAppointmentEntityResponse>`;

/** Of a type that is derived from the declared one. */
const getCustomFieldInfoResponse = `<t:GetCustomFieldInfoResponse>
      <t:Response i:type="t:FieldInfoBool">
        <t:FieldType>Checkbox</t:FieldType>
        <t:FieldName>x_vip</t:FieldName>
        <t:DisplayName>VIP</t:DisplayName>
        <t:Description i:nil="true"/>
        <t:ShortLabel>VIP</t:ShortLabel>
        <t:HideLabel>false</t:HideLabel>
        <t:HideField>false</t:HideField>
        <t:IsIndexed>true</t:IsIndexed>
        <t:IsMandatory>false</t:IsMandatory>
        <t:IsReadOnly>false</t:IsReadOnly>
        <t:IsExternal>false</t:IsExternal>
        <t:Rank>4</t:Rank>
        <t:TemplateVariableName i:nil="true"/>
        <t:DefaultValue>true</t:DefaultValue>
      </t:Response>
    </t:GetCustomFieldInfoResponse>`;

const getBaseCurrencyResponse = `<t:GetBaseCurrencyResponse>
      <t:Response>
        <t:TableRight><t:Mask>Select Update</t:Mask><t:Reason i:nil="true"/></t:TableRight>
        <t:FieldProperties i:nil="true"/>
        <t:CurrencyId>7</t:CurrencyId>
        <t:Name>NOK</t:Name>
        <t:Tooltip i:nil="true"/>
        <t:Rank>2</t:Rank>
        <t:Rate>11.25</t:Rate>
        <t:Units>1</t:Units>
        <t:Deleted>false</t:Deleted>
      </t:Response>
    </t:GetBaseCurrencyResponse>`;

const getLogoImageResponse =
  '<t:GetLogoImageResponse><t:Response>R0lGODlhAQABAAAAACw=</t:Response></t:GetLogoImageResponse>';

const readFilePartResponse = `<t:ReadFilePartResponse>
      <t:Response>JVBERi0xLjcK</t:Response>
      <t:Length>9</t:Length>
    </t:ReadFilePartResponse>`;

const address = `{"ContactId": 331, "ContactName": "Hegmann", "PersonId": 240, "PersonName": "Jerde", "AssociateId": 572,
      "Address": "jerde@example.com", "EmailId": 813, "DuplicatePersonIds": [394, 857], "Name": "Jerde",
      "TableRight": {"Mask": "Select, Update", "Reason": ""}, "FieldProperties": {}}`;

/** One e-mail as the page of SendEMails has it; dates as recorded answers write them, without offset. */
const email = `[{
  "To": [${address}], "Cc": [], "Bcc": [],
  "Subject": "placeat", "HTMLBody": "<p>Grüße</p>", "From": null,
  "Sent": "2009-10-14T11:10:26", "Size": 261, "Priority": "High", "Flags": "Seen, Answered",
  "MessageID": "dolorum", "PlainBody": "doloremque", "IsSent": false, "EMailSOInfo": null, "ServerId": 176,
  "Attachments": [{"Description": "A picture", "Filename": "a.gif", "Size": 484, "Type": "image/gif",
      "Encoding": "base64", "Id": "1", "Disposition": "attachment", "Stream": "R0lGODlhAQABAAAAACw=",
      "TableRight": null, "FieldProperties": {}}],
  "CustomHeaderList": [{"Name": "X-Mailer", "Values": ["canned"], "TableRight": null, "FieldProperties": {}}],
  "FolderName": "Inbox", "EmailItemId": 923, "AccountId": 736, "ReceivedAt": "1999-03-06T11:10:26.9294246+01:00",
  "InReplyTo": null, "RepliedAt": "0001-01-01T00:00:00", "HasCalendarData": false, "CalMethod": "Add",
  "CalReplyStatus": "Accepted", "TableRight": null,
  "FieldProperties": {"Subject": {"FieldRight": {"Mask": "Read, Write", "Reason": null}, "FieldType": "System.String", "FieldLength": 211}}
}]`;
