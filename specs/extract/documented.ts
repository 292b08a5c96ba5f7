import type { DocumentedMessage, DocumentedPair, Source } from '../contract.ts';
import { matches, type Errata } from './errata.ts';
import type { RestPage } from './rest-page.ts';
import type { PlacedSample } from './rest-samples.ts';
import { readSample, type SampleValue } from './sample.ts';
import type { SoapResult } from './soap-contract.ts';
import type { EnvelopeSample, SoapPage } from './soap-page.ts';
import type { Repair } from './soap-repairs.ts';

/** The pair as printed, and its bodies as they are valid on the wire: corrected by errata and in nothing else. */
export function restPair(contract: string, page: RestPage, errata: Errata): () => DocumentedPair {
  const status = String(page.statuses.find((row) => row.status >= 200 && row.status < 300)?.status ?? '');
  return lazily(contract, lazyRest(page.request, errata, ''), lazyRest(page.response, errata, status));
}

// Functions of their own: a closure keeps all that its function's other closures use, a page's trees included.
function lazily(
  contract: string,
  request: () => DocumentedMessage,
  response: () => DocumentedMessage,
): () => DocumentedPair {
  return () => ({ contract, request: request(), response: response() });
}

function lazyRest(placed: PlacedSample, errata: Errata, status: string): () => DocumentedMessage {
  return () => restMessage(placed, errata, status);
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

/** A replacement in a sample's text, by offsets of the text as printed. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The pair of a SOAP page, made when it is asked for: what is kept until then is texts and offsets, no trees. */
export function soapPair(
  contract: string,
  { request, response }: SoapPage,
  repairs: SoapResult['repairs'],
  errata: Errata,
): () => DocumentedPair {
  return lazily(contract, lazySoap(request, repairs.request, errata), lazySoap(response, repairs.response, errata));
}

function lazySoap(sample: EnvelopeSample, repairs: readonly Repair[], errata: Errata): () => DocumentedMessage {
  const { page, line, verbatim } = sample;
  const mended = repairs.map(({ from, to, text }): Edit => ({ from, to, text }));
  const edits = [...soap11(sample, errata), ...mended].sort((left, right) => left.from - right.from);
  return editedMessage({ evidence: 'sample', page, line }, verbatim, edits);
}

function editedMessage(source: Source, verbatim: string, edits: readonly Edit[]): () => DocumentedMessage {
  return () => ({ source, verbatim, headers: [], body: `${edited(verbatim, edits).trim()}\n` });
}

/** To a SOAP 1.1 envelope: another namespace, and the credentials in a header. */
function soap11(sample: EnvelopeSample, errata: Errata): Edit[] {
  const { envelope, beside, verbatim } = sample;
  const edits: Edit[] = [];
  const erratum = errata['envelope-namespace'];
  if (matches(erratum, { namespace: envelope.namespace })) {
    const startTag = verbatim.indexOf('>', envelope.start);
    const text = erratum.correct['namespace'] ?? envelope.namespace;
    let from = verbatim.indexOf(envelope.namespace, envelope.start);
    while (from >= 0 && from < startTag) {
      edits.push({ from, to: from + envelope.namespace.length, text });
      from = verbatim.indexOf(envelope.namespace, from + 1);
    }
  }
  const [first, last] = [beside[0], beside.at(-1)];
  if (first && last && matches(errata['outside-header'], { parent: envelope.name, element: first.name })) {
    const header = envelope.prefix === '' ? 'Header' : `${envelope.prefix}:Header`;
    edits.push({ from: first.start, to: first.start, text: `<${header}>\n  ` });
    edits.push({ from: last.end, to: last.end, text: `\n  </${header}>` });
  }
  return edits;
}

/** `edits`: in the order of the text. */
function edited(text: string, edits: readonly Edit[]): string {
  let made = '';
  let at = 0;
  for (const { from, to, text: insert } of edits) {
    made += text.slice(at, from) + insert;
    at = to;
  }
  return made + text.slice(at);
}
