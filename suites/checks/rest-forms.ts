import { decodeRestXml } from '../../schemas/rest-xml-decode.ts';
import { judgeJson } from '../../schemas/judge-json.ts';
import { isBase64Text } from '../../schemas/scalars.ts';
import { isVoid } from '../../specs/contract.ts';

import { header } from '../exchange.ts';
import { readMediaType } from '../media-type.ts';
import type { Check, CheckId } from '../check.ts';
import { named } from './concern.ts';
import { finding, judged } from './finding.ts';
import { unselected } from './select.ts';
import { notSucceeded, onRest, statusReceived } from './status.ts';

/** What already fails in the documented form is not told again in another one. */
const documentedForm: readonly CheckId[] = [
  'HTTP-NO-REDIRECT',
  'REST-STATUS',
  'HTTP-MEDIA-TYPE',
  'REST-JSON',
  'REST-NO-ERROR-BODY',
  'REST-TOP-LEVEL',
  'REST-MEMBERS',
  'REST-NAMES',
];

/** Of the members that are selected, the values are judged where all are. */
const told = /^(?:top-level|missing|name-case)$/;

const select: Check = {
  id: 'REST-SELECT',
  title: '$select nulls out what is not selected, and removes nothing',
  level: 'SHOULD',
  source: 'query table of the operation page ($select)',
  needs: documentedForm,
  trippedBy: [
    'rest-select-removes',
    'rest-select-ignored',
    'rest-select-refused',
    'rest-select-path-whole',
    'rest-nulls-left-out',
  ],
  concerns: named('select', 'select-path'),
  judge: onRest((subject, contract) => {
    const failed = notSucceeded(subject, contract);
    if (failed !== undefined || isVoid(contract)) return failed ?? judged();
    const json = subject.reading.json();
    if (!json.ok) return judged(json.finding);
    const report = subject.reading.jsonShape();
    const missing = report?.findings.filter(({ aspect, level }) => level !== 'OBSERVE' && told.test(aspect)) ?? [];
    const { findings, seen } = unselected(json.value, subject, contract);
    return { findings: [...missing, ...findings], seen: seen + missing.length };
  }),
};

const noBody: Check = {
  id: 'REST-NO-BODY',
  title: 'An operation without arguments takes an empty body and the JSON text null',
  level: 'SHOULD',
  source: 'the vendor’s client, which sends both',
  needs: documentedForm,
  trippedBy: ['rest-null-body-refused', 'rest-empty-body-refused'],
  concerns: named('null-body', 'empty-body'),
  judge: onRest((subject, contract) => notSucceeded(subject, contract) ?? judged()),
};

const contentType: Check = {
  id: 'REST-CONTENT-TYPE',
  title: 'A request is read in every JSON media type of the page, with a charset and without',
  level: 'MUST',
  source: 'request header table of the operation page (Content-Type)',
  needs: documentedForm,
  trippedBy: ['rest-charset-required', 'rest-text-json-refused'],
  tripsAt: { 'rest-text-json-refused': 'SHOULD' },
  concerns: named('no-charset', 'text-json'),
  judge: onRest((subject, contract) => {
    const failed = notSucceeded(subject, contract);
    if (failed === undefined || 'skip' in failed) return failed ?? judged();
    // Pages list text/json and show nothing but application/json.
    const isListed = subject.case.name === 'text-json';
    return isListed ? judged(...failed.findings.map((found) => ({ ...found, level: 'SHOULD' as const }))) : failed;
  }),
};

const xml: Check = {
  id: 'REST-XML',
  title: 'A result in XML has the members of the result in JSON',
  level: 'SHOULD',
  source: 'request header table of the operation page (Accept lists application/xml)',
  needs: documentedForm,
  trippedBy: ['rest-xml-as-json', 'rest-xml-refused', 'rest-xml-member-missing', 'rest-xml-unclosed'],
  concerns: named('xml'),
  judge: onRest((subject, contract) => {
    if (contract.output === 'nothing') return { skip: 'there is no result' };
    const status = notSucceeded(subject, contract);
    if (status !== undefined) return status;
    const label = readMediaType(header(subject.response, 'content-type') ?? '')?.name ?? 'none';
    if (!/[/+]xml$/.test(label)) return judged(finding('header content-type', 'application/xml', label));
    const read = subject.reading.xml();
    if (!read.ok) return judged(read.finding);
    const { type } = contract.output;
    const value = decodeRestXml(read.root, type, subject.types);
    const report = judgeJson(value, contract.output, subject.types);
    // Values are text in XML: of what the judge of JSON says, only who is there counts.
    const missing = report.findings.filter(({ aspect }) => aspect === 'missing' || aspect === 'name-case');
    return { findings: missing, seen: report.seen.missing };
  }),
};

const stream: Check = {
  id: 'REST-STREAM',
  title: 'A stream is answered as its bytes where those are accepted',
  level: 'SHOULD',
  source: 'request header table of the operation page (Accept lists application/octet-stream)',
  needs: documentedForm,
  trippedBy: ['rest-stream-as-json', 'rest-stream-as-base64', 'rest-stream-refused'],
  concerns: named('octet-stream'),
  judge: onRest((subject, contract) => {
    if (!contract.statuses.some(({ status }) => status === subject.response.status)) {
      return judged(
        finding('status', contract.statuses.map(({ status }) => status).join(' or '), statusReceived(subject)),
      );
    }
    const label = readMediaType(header(subject.response, 'content-type') ?? '')?.name ?? 'none';
    if (/[/+](?:json|xml)$/.test(label)) {
      return judged(finding('header content-type', 'application/octet-stream', label));
    }
    const text = Buffer.from(subject.response.body).toString('latin1');
    const isText = /^\s*"[^"]*"\s*$/.test(text) && isBase64Text(text.trim().slice(1, -1));
    return judged(isText ? finding('body', 'the bytes themselves', 'a JSON string in base64') : undefined);
  }),
};

const unknownId: Check = {
  id: 'REST-UNKNOWN-ID',
  title: 'An id that nobody has is answered with null, or with 404',
  level: 'SHOULD',
  source: 'the vendor’s client, which reads null as “not there”',
  needs: documentedForm,
  trippedBy: ['rest-unknown-id-500', 'rest-unknown-id-carrier', 'rest-nulls-left-out'],
  concerns: (contract, asked) => contract.protocol === 'rest' && asked.name === 'unknown-id',
  judge: onRest((subject) => {
    const { status } = subject.response;
    if (status === 404 || status === 204) return judged();
    if (status !== 200) return judged(finding('status', '200 with null, or 404', statusReceived(subject)));
    const json = subject.reading.json();
    if (!json.ok) return judged(json.finding);
    return judged(json.value === null ? undefined : finding('body', 'null', 'a result'));
  }),
};

export const restFormChecks: readonly Check[] = [select, noBody, contentType, xml, stream, unknownId];
