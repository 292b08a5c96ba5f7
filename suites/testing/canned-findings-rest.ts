import type { CannedFinding } from './canned-finding.ts';

/** Of HTTP, of REST values and behaviour, and of refused logins. */
export const restCannedFindings: readonly CannedFinding[] = [
  [
    'http-bytes-after-content',
    'HTTP-FRAMING',
    'EMail.SendEMails/rest-v1/documented',
    'bytes after the content',
    'none',
    '4 bytes: "null"',
  ],
  [
    'http-coding-broken',
    'HTTP-CODING',
    'FreeText.GetStatus/rest-v1/gzip',
    'body',
    'content in gzip',
    '"{\\"FreeTextEnabled\\": "',
  ],
  [
    'http-xml-charset-contradicted',
    'HTTP-XML-CHARSET',
    'EMail.RelayMessage/soap-Services86/documented',
    'header content-type',
    'charset=utf-8, as the XML declaration says',
    'iso-8859-1',
  ],
  ['rest-item-of-body-as-string', 'REST-ITEMS', 'EMail.SendEMails/rest-v1/documented', 'body[0]', 'object', '"[]"'],
  [
    'rest-map-as-array',
    'REST-MAP',
    'EMail.SendEMails/rest-v1/documented',
    'body[0].FieldProperties',
    'object',
    'an array of 1',
  ],
  [
    'rest-flags-as-number',
    'REST-FLAGS',
    'EMail.SendEMails/rest-v1/documented',
    'body[0].Flags',
    'names of EMailFlags, comma-separated',
    '3',
  ],
  ['rest-int64-fraction', 'REST-INT64', 'Document.GetDocumentLength/rest-v1/generated-1', 'body', 'int64', '4711.5'],
  [
    'rest-duration-words',
    'REST-DURATION',
    'Appointment.CreateDefaultSuggestedAppointmentEntity/rest-v1/generated-1',
    'body.Duration',
    'hh:mm:ss or an ISO 8601 duration',
    '"15 minutes"',
  ],
];
