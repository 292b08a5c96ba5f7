import { header } from '../exchange.ts';
import type { Check, Subject } from '../check.ts';
import { acceptedTypes, readMediaType } from '../media-type.ts';
import { everything, operations, restResults, restVoids } from './concern.ts';
import { contradiction } from './content-types.ts';
import { finding, judged, quotedBytes } from './finding.ts';

/** The engine fails it where no answer came; an answer that is there passes it. */
const answered: Check = {
  id: 'HTTP-ANSWERED',
  title: 'Every request is answered completely and in time',
  level: 'MUST',
  source: 'RFC 9112 §6.3, §8',
  needs: [],
  trippedBy: ['http-silence', 'http-reset', 'http-cut-off', 'http-head-only', 'http-other-protocol'],
  concerns: everything,
  judge: () => judged(),
};

const noRedirect: Check = {
  id: 'HTTP-NO-REDIRECT',
  title: 'An operation answers at its own address',
  level: 'MUST',
  source: 'response table of the operation page',
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['http-redirect-302', 'http-redirect-307'],
  concerns: operations,
  judge({ contract, response }) {
    if (response.status < 300 || response.status > 399) return judged();
    const to = header(response, 'location');
    const received = to === undefined ? String(response.status) : `${response.status} to ${to}`;
    // No source of the SOAP services speaks of redirects, and WS-I Basic Profile 1.1 allows for one (307).
    return judged(
      finding('status', 'an answer, no redirect', received, contract.protocol === 'soap' ? 'SHOULD' : undefined),
    );
  },
};

const mediaType: Check = {
  id: 'HTTP-MEDIA-TYPE',
  title: 'A REST result is labelled with a media type that was asked for',
  level: 'MUST',
  source: 'request header table of the operation page (Accept); RFC 9110 §8.3',
  needs: ['REST-STATUS', 'REST-CASE'],
  trippedBy: ['rest-media-type-text', 'rest-media-type-xml', 'rest-media-type-missing', 'rest-html'],
  tripsAt: { 'rest-media-type-missing': 'SHOULD' },
  concerns: restResults,
  judge(subject) {
    const twice = contradiction(subject.response);
    if (twice !== undefined) return judged(twice);
    const wanted = acceptedTypes(subject.case.request.headers['accept'] ?? '*/*');
    const value = header(subject.response, 'content-type');
    const at = 'header content-type';
    const expected = wanted.join(' or ');
    // A sender SHOULD label its content; only what a wrong label says contradicts the page.
    if (value === undefined) return judged(finding(at, expected, 'none', 'SHOULD'));
    const name = readMediaType(value)?.name;
    if (name !== undefined && isAmong(name, wanted)) return judged();
    return judged(finding(at, expected, value, isProduced(name, subject) ? 'SHOULD' : undefined));
  },
};

function isAmong(name: string, ranges: readonly string[]): boolean {
  const [kind] = name.split('/');
  return ranges.some((range) => range === name || range === '*/*' || range === `${kind}/*`);
}

/** Another name for JSON that the page lists as well: not what was asked for, but not a surprise. */
function isProduced(name: string | undefined, { contract }: Subject): boolean {
  return name !== undefined && /json/.test(name) && contract.protocol === 'rest' && contract.produces.includes(name);
}

const noContent: Check = {
  id: 'HTTP-204-NO-CONTENT',
  title: 'A 204 answer carries no content',
  level: 'MUST',
  source: 'RFC 9110 §15.3.5, §8.6; RFC 9112 §6.1, §6.3',
  needs: ['REST-STATUS', 'REST-CASE'],
  trippedBy: [
    'http-204-null-same-packet',
    'http-204-null-later',
    'http-204-null-announced',
    'http-204-null-chunked',
    'http-204-length-announced-only',
  ],
  concerns: restVoids,
  judge({ response }) {
    const length = header(response, 'content-length');
    const coding = header(response, 'transfer-encoding');
    const after = response.body.length > 0 ? response.body : response.surplus;
    return judged(
      length !== undefined && length.trim() !== '0'
        ? finding('header content-length', 'none on a 204', length)
        : undefined,
      coding === undefined ? undefined : finding('header transfer-encoding', 'none on a 204', coding),
      after.length > 0
        ? finding('bytes after the head', 'none', `${after.length} bytes: ${quotedBytes(after)}`)
        : undefined,
    );
  },
};

const noContentLength: Check = {
  id: 'HTTP-204-LENGTH',
  title: 'A 204 answer has no Content-Length, not even 0',
  level: 'OBSERVE',
  source: 'RFC 9110 §8.6',
  needs: ['REST-STATUS', 'REST-CASE'],
  trippedBy: ['http-204-length-zero'],
  concerns: restVoids,
  judge({ response }) {
    const length = header(response, 'content-length');
    // Any other length is for HTTP-204-NO-CONTENT.
    return judged(length?.trim() === '0' ? finding('header content-length', 'none on a 204', length) : undefined);
  },
};

export const httpChecks: readonly Check[] = [answered, noRedirect, mediaType, noContent, noContentLength];
