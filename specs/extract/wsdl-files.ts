import { textOf, sameText, type KeptText } from './kept-text.ts';
import type { Problem } from './problem.ts';
import { readWsdl, type Wsdl } from './wsdl.ts';

/** A WSDL that was found in a file, and not yet read. */
export interface WsdlText {
  readonly page: string;
  readonly xml: KeptText;
  /** The line of the file on which the XML begins. */
  readonly firstLine: number;
  /** What its address says: equal for two files about one service. */
  readonly service: string;
}

/** `Services88/EMail`, as the address in a WSDL has it; empty when there is none. */
export function serviceIn(xml: string): string {
  const at = xml.lastIndexOf('.svc"');
  return /\/(Services\d+\/\w+)$/.exec(xml.slice(Math.max(0, at - 200), Math.max(0, at)))?.[1] ?? '';
}

/**
 * Reads one WSDL after the other, those of a service together: all at once they would be the larger part of the
 * memory. Of two files about one service the fuller one comes first, wherever it lies; one that says the same again,
 * as a page and as a file, is not read again.
 */
export function* wsdlFiles(texts: WsdlText[], problems: Problem[]): Iterable<Wsdl> {
  // From the end on, so that a text that was read is let go.
  const left = texts
    .splice(0)
    .sort((one, other) => compare(other.service, one.service) || compare(other.page, one.page));
  for (let text = left.pop(); text; text = left.pop()) {
    const { service } = text;
    const together = [text];
    while (left.at(-1)?.service === service) together.push(...left.splice(-1));
    yield* readAll(together, problems);
  }
}

function readAll(texts: readonly WsdlText[], problems: Problem[]): Wsdl[] {
  const read: Wsdl[] = [];
  const right: WsdlText[] = [];
  for (const text of texts) {
    if (right.some((other) => sameText(other.xml, text.xml))) continue;
    const wsdl = readWsdl(text.page, textOf(text.xml), text.firstLine);
    if ('expected' in wsdl) problems.push(wsdl);
    else {
      read.push(wsdl);
      right.push(text);
    }
  }
  return read.sort(
    (left, other) =>
      compare(left.version, other.version) ||
      compare(left.agent, other.agent) ||
      other.operations.size - left.operations.size ||
      other.types.size - left.types.size ||
      compare(left.page, other.page),
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
