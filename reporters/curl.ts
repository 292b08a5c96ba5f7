import { isCut } from './record.ts';
import type { RecordExchange } from './record.ts';
import { printable, withoutInvisible } from './text.ts';

type RecordedRequest = RecordExchange['request'];

/** The variable that holds what stands in a header; the user's own shell puts it in. */
const schemes: Readonly<Record<string, string>> = {
  bearer: '-H "Authorization: Bearer $SOCONFORM_BEARER"',
  soticket: '-H "Authorization: SoTicket $SOCONFORM_TICKET"',
  basic: '-u "$SOCONFORM_USER:$SOCONFORM_PASSWORD"',
};

/** Headers that curl computes, or that say nothing: curl asks for no encoding unless it is told to. */
const leftOut: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'user-agent']);

/** Methods whose requests have a length even when there is no body; many servers answer 411 without. */
const withLength: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/**
 * One line for a POSIX shell that sends a recorded request again. Secrets are variables of the environment,
 * named as the command line reads them. Undefined when the record holds only a part of the body.
 */
export function curlLine(request: RecordedRequest): string | undefined {
  const { method, url } = request;
  const body = request.body ?? (withLength.has(method) ? '' : undefined);
  if (body !== undefined && isCut(body)) return undefined;
  const parts = [
    'curl -sS -i',
    ...(method === 'GET' ? [] : [`-X ${quoted(method)}`]),
    ...headerParts(request.headers, body !== undefined),
  ];
  if (/[[\]{}]/.test(url)) parts.push('-g');
  if (body === undefined) return [...parts, quoted(url)].join(' ');
  if (isPlain(body)) return [...parts, '--data-binary', withSecrets(body, quoted), quoted(url)].join(' ');
  return [`printf %b ${withSecrets(body, escapedForPrintf)} |`, ...parts, '--data-binary @-', quoted(url)].join(' ');
}

function headerParts(headers: RecordedRequest['headers'], hasBody: boolean): readonly string[] {
  const parts = Object.entries(headers)
    .filter(([name, value]) => !leftOut.has(name.toLowerCase()) && `${name}: ${value}` !== 'accept-encoding: identity')
    .map(([name, value]) => headerPart(name, value));
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  // curl adds both by itself; a request that had none is sent without.
  if (!names.has('accept')) parts.push("-H 'Accept:'");
  if (hasBody && !names.has('content-type')) parts.push("-H 'Content-Type:'");
  return parts;
}

function headerPart(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'authorization':
      return schemes[value.split(' ', 1)[0]?.toLowerCase() ?? ''] ?? `-H ${quoted(`${name}: ${value}`)}`;
    case 'so-apptoken':
      return '-H "SO-AppToken: $SOCONFORM_APP_TOKEN"';
    default:
      return value === '' ? `-H ${quoted(`${name};`)}` : `-H ${quoted(`${name}: ${value}`)}`;
  }
}

/** Nothing in it would break the line, and curl would not take it for the name of a file. */
function isPlain(body: string): boolean {
  return withoutInvisible(body, () => '') === body && !body.startsWith('@');
}

/** One line for a POSIX shell that asks a case again and judges it; undefined where no record is kept. */
export function replayLine(recordFile: string | undefined, id: string): string | undefined {
  return recordFile === undefined
    ? undefined
    : `soconform replay ${quoted(printable(recordFile))} ${quoted(printable(id))}`;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `printf %b` reads `\\` and `\0` with up to three octal digits. */
function escapedForPrintf(text: string): string {
  return quoted(
    withoutInvisible(text.replaceAll('\\', '\\\\'), (character) =>
      character === '\n' ? '\\n' : [...new TextEncoder().encode(character)].map(octal).join(''),
    ),
  );
}

function octal(byte: number): string {
  return `\\0${byte.toString(8).padStart(3, '0')}`;
}

/** `***` is what a record has in place of a secret. */
const soapSecrets = /(<(?:[\w.-]+:)?(Ticket|ApplicationToken)\b[^>]*>)\*\*\*/;

/** A SOAP body has its secrets in the header of the envelope. */
function withSecrets(body: string, quote: (text: string) => string): string {
  const found = soapSecrets.exec(body);
  if (found === null) return body === '' ? "''" : quote(body);
  const [whole, start = '', element] = found;
  const variable = element === 'Ticket' ? '"$SOCONFORM_TICKET"' : '"$SOCONFORM_APP_TOKEN"';
  const before = quote(body.slice(0, found.index) + start);
  return before + variable + withSecrets(body.slice(found.index + whole.length), quote);
}
