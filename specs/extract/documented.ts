import type { AppliedErratum, DocumentedMessage, DocumentedPair, RestContract, Source } from '../contract.ts';
import { matches, type Errata } from './errata.ts';
import { readHttpSample } from './http-sample.ts';
import { textOf, type KeepPart, type KeptText } from './kept-text.ts';
import type { RestPage } from './rest-page.ts';
import type { PlacedSample } from './rest-samples.ts';
import { readSample, type SampleValue } from './sample.ts';
import type { SoapResult } from './soap-contract.ts';
import type { EnvelopeSample, SoapPage } from './soap-page.ts';
import type { Repair } from './soap-repairs.ts';

/** The pair as printed, and its bodies as they are valid on the wire: corrected by errata and in nothing else. */
export function restPair(contract: RestContract, page: RestPage, errata: Errata, keep: KeepPart): () => DocumentedPair {
  const status = String(page.statuses.find((row) => row.status >= 200 && row.status < 300)?.status ?? '');
  const message = (placed: PlacedSample, answered: string): (() => DocumentedMessage) =>
    lazyRest(placed, { status: answered, hasBytes: hasBytes(placed, contract.errata, errata) }, errata, keep);
  return lazily(contract.id, message(page.request, ''), message(page.response, status));
}

function hasBytes({ page, sample }: PlacedSample, applied: readonly AppliedErratum[], errata: Errata): boolean {
  const id = errata['bytes-placeholder']?.id;
  return applied.some((one) => one.id === id && one.source.page === page && (one.source.line ?? 0) >= sample.line);
}

// Functions of their own: a closure keeps all that its function's other closures use, a page's trees included.
function lazily(
  contract: string,
  request: () => DocumentedMessage,
  response: () => DocumentedMessage,
): () => DocumentedPair {
  return () => ({ contract, request: request(), response: response() });
}

/** What is known of a REST message beside its text. */
interface RestFacts {
  readonly status: string;
  readonly hasBytes: boolean;
}

function lazyRest(placed: PlacedSample, facts: RestFacts, errata: Errata, keep: KeepPart): () => DocumentedMessage {
  const source: Source = { evidence: 'sample', page: placed.page, line: placed.sample.line };
  return restMessage(
    source,
    keep({ page: placed.page, verbatim: placed.sample.verbatim, at: placed.at }),
    facts,
    errata,
  );
}

function restMessage(source: Source, kept: KeptText, facts: RestFacts, errata: Errata): () => DocumentedMessage {
  return () => {
    const { verbatim, headers, body } = readHttpSample(textOf(kept), source.line ?? 1);
    const message = { source, verbatim, headers };
    if (!body || matches(errata['content-after-status'], { status: facts.status, content: body.text })) return message;
    return { ...message, body: facts.hasBytes ? withBytes(body.text, errata) : body.text };
  };
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
  keep: KeepPart,
): () => DocumentedPair {
  return lazily(
    contract,
    lazySoap(request, repairs.request, errata, keep),
    lazySoap(response, repairs.response, errata, keep),
  );
}

function lazySoap(
  sample: EnvelopeSample,
  repairs: readonly Repair[],
  errata: Errata,
  keep: KeepPart,
): () => DocumentedMessage {
  const { page, line } = sample;
  const mended = repairs.map(({ from, to, text }): Edit => ({ from, to, text }));
  const edits = [...soap11(sample, errata), ...mended].sort((left, right) => left.from - right.from);
  return editedMessage({ evidence: 'sample', page, line }, keep(sample), edits);
}

function editedMessage(source: Source, kept: KeptText, edits: readonly Edit[]): () => DocumentedMessage {
  return () => {
    const verbatim = textOf(kept);
    return { source, verbatim, headers: [], body: `${edited(verbatim, edits).trim()}\n` };
  };
}

/** To a SOAP 1.1 envelope: another namespace, and the credentials in a header. */
function soap11(sample: EnvelopeSample, errata: Errata): Edit[] {
  const { root, beside, verbatim } = sample;
  const edits: Edit[] = [];
  const erratum = errata['envelope-namespace'];
  if (matches(erratum, { namespace: root.namespace })) {
    const startTag = verbatim.indexOf('>', root.start);
    const text = erratum.correct['namespace'] ?? root.namespace;
    let from = verbatim.indexOf(root.namespace, root.start);
    while (from >= 0 && from < startTag) {
      edits.push({ from, to: from + root.namespace.length, text });
      from = verbatim.indexOf(root.namespace, from + 1);
    }
  }
  const [first, last] = [beside[0], beside.at(-1)];
  if (first && last && matches(errata['outside-header'], { parent: root.name, element: first.name })) {
    const header = root.prefix === '' ? 'Header' : `${root.prefix}:Header`;
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
