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
];
