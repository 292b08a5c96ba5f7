import { lately } from '../../specs/lately.ts';
import { header } from '../exchange.ts';
import type { WireResponse } from '../exchange.ts';
import type { Check } from '../check.ts';
import { codingOf } from '../unpack.ts';
import { named, operations } from './concern.ts';
import { finding, judged, quotedBytes } from './finding.ts';

const framing: Check = {
  id: 'HTTP-FRAMING',
  title: 'An answer ends where its Content-Length or its last chunk says',
  level: 'MUST',
  source: 'RFC 9112 §6.2, §6.3, §7.1',
  needs: ['HTTP-ANSWERED'],
  trippedBy: ['http-bytes-after-content', 'http-bytes-after-chunks'],
  concerns: (_, asked) => asked.watched === true,
  judge({ response }) {
    const { surplus, status } = response;
    const isFramed = [204, 304].includes(status) || hasHeader(response, 'content-length', 'transfer-encoding');
    // What ends with its connection has no end to be compared.
    if (!isFramed && surplus.length === 0) return { findings: [], seen: 0 };
    // Too few bytes, chunks that are none and two lengths are no answer at all: HTTP-ANSWERED tells those.
    if (surplus.length === 0) return judged();
    return judged(finding('bytes after the content', 'none', `${surplus.length} bytes: ${quotedBytes(surplus)}`));
  },
};

const coding: Check = {
  id: 'HTTP-CODING',
  title: 'Content is compressed in a way that was asked for, and can be unpacked',
  level: 'MUST',
  source: 'RFC 9110 §8.4, §12.5.3',
  needs: ['REST-STATUS'],
  trippedBy: ['http-coding-broken', 'http-coding-unasked'],
  tripsAt: { 'http-coding-unasked': 'SHOULD' },
  concerns: named('gzip'),
  judge(subject) {
    const { response } = subject;
    const used = codingOf(response);
    if (used === undefined) return { findings: [], seen: 0 };
    if (response.packed !== undefined) return judged();
    const wanted = subject.case.request.headers['accept-encoding'] ?? 'identity';
    if (used !== 'gzip' && used !== 'x-gzip') {
      return judged(finding('header content-encoding', `${wanted}, or none`, used, 'SHOULD'));
    }
    return judged(finding('body', `content in ${used}`, quotedBytes(response.body.subarray(0, 20))));
  },
};

const charset: Check = {
  id: 'HTTP-XML-CHARSET',
  title: 'The charset of an XML answer and its own declaration name the same encoding',
  level: 'SHOULD',
  source: 'RFC 7303 §3; XML 1.0 §4.3.3',
  needs: ['HTTP-NO-REDIRECT'],
  trippedBy: ['http-xml-charset-contradicted'],
  concerns: (contract, asked, types) =>
    operations(contract, asked, types) && (contract.protocol === 'soap' || asked.name === 'xml'),
  judge({ response }) {
    const labelled = labelledEncoding(header(response, 'content-type') ?? '');
    const declared = declaredEncoding(response.body);
    if (labelled === undefined || declared === undefined) return { findings: [], seen: 0 };
    if (canonical(labelled) === canonical(declared)) return judged();
    return judged(finding('header content-type', `charset=${declared}, as the XML declaration says`, labelled));
  },
};

function hasHeader(response: WireResponse, ...names: readonly string[]): boolean {
  return names.some((name) => header(response, name) !== undefined);
}

const labelledEncoding = lately(16, (value: string) => /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(value)?.[1]);

/** What the XML declaration says; in UTF-16 every second byte of it is zero. */
function declaredEncoding(body: Uint8Array): string | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 400));
  const head = bytes.toString('latin1').replaceAll('\0', '');
  const end = head.indexOf('>');
  return encodingIn(end === -1 ? head : head.slice(0, end));
}

/** Thousands of answers begin alike. */
const encodingIn = lately(16, (begin: string): string | undefined => {
  const declared = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/;
  return declared.exec(begin)?.[1];
});

/** Names of one encoding are one name. */
function canonical(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding.replace(/^utf-16(?:le|be)$/, 'utf-16');
  } catch {
    return encoding.toLowerCase();
  }
}

export const httpFrameChecks: readonly Check[] = [framing, coding, charset];
