import type { DocumentedMessage, DocumentedPair, Source } from '../contract.ts';
import { matches, type Errata } from './errata.ts';
import type { PlacedSample, RestPage } from './rest-page.ts';
import { readSample, type SampleValue } from './sample.ts';
import type { EnvelopeSample, SoapPage } from './soap-page.ts';

/** The pair as printed, and its bodies as they are valid on the wire: corrected by errata and in nothing else. */
export function restPair(contract: string, page: RestPage, errata: Errata): DocumentedPair {
  const status = String(page.statuses.find((row) => row.status >= 200 && row.status < 300)?.status ?? '');
  return {
    contract,
    request: restMessage(page.request, errata, ''),
    response: restMessage(page.response, errata, status),
  };
}

function restMessage({ page, sample }: PlacedSample, errata: Errata, status: string): DocumentedMessage {
  const source: Source = { evidence: 'sample', page, line: sample.line };
  const message = { source, verbatim: sample.verbatim, headers: sample.headers };
  if (!sample.body || matches(errata['content-after-status'], { status, content: sample.body.text })) return message;
  return { ...message, body: withBytes(sample.body.text, errata) };
}

/** The readable placeholder for bytes, as base64 of itself. */
function withBytes(text: string, errata: Errata): string {
  const reading = readSample(text, 1);
  if (!reading.ok) return text;
  const places: { start: number; end: number; value: string }[] = [];
  const visit = (value: SampleValue): void => {
    if (value.kind === 'array') value.items.forEach(visit);
    if (value.kind === 'object') value.members.forEach((member) => visit(member.value));
    if (value.kind === 'string' && matches(errata['bytes-placeholder'], { value: value.value })) places.push(value);
  };
  visit(reading.value);
  return places.reduceRight(
    (rest, { start, end, value }) =>
      `${rest.slice(0, start)}"${Buffer.from(value, 'utf8').toString('base64')}"${rest.slice(end)}`,
    text,
  );
}

export function soapPair(contract: string, page: SoapPage, errata: Errata): DocumentedPair {
  const message = (sample: EnvelopeSample): DocumentedMessage => ({
    source: { evidence: 'sample', page: page.page, line: sample.line },
    verbatim: sample.verbatim,
    headers: [],
    body: soap11(sample, errata),
  });
  return { contract, request: message(page.request), response: message(page.response) };
}

/** The sample as a SOAP 1.1 envelope: another namespace, and the credentials in a header. */
function soap11(sample: EnvelopeSample, errata: Errata): string {
  const { envelope, beside, verbatim } = sample;
  let text = verbatim;
  const [first, last] = [beside[0], beside.at(-1)];
  if (first && last && matches(errata['outside-header'], { parent: envelope.name, element: first.name })) {
    const header = envelope.prefix === '' ? 'Header' : `${envelope.prefix}:Header`;
    text = `${text.slice(0, first.start)}<${header}>\n  ${text.slice(first.start, last.end)}\n  </${header}>${text.slice(last.end)}`;
  }
  const erratum = errata['envelope-namespace'];
  if (matches(erratum, { namespace: envelope.namespace })) {
    const startTag = text.indexOf('>', envelope.start);
    const right = erratum.correct['namespace'] ?? envelope.namespace;
    text = text.slice(0, startTag).replaceAll(envelope.namespace, right) + text.slice(startTag);
  }
  return text.trim() + '\n';
}
