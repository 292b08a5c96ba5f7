import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SoapContract } from '../specs/contract.ts';
import { extractCatalogue } from '../specs/extract/extract.ts';
import { rules } from '../specs/testing/extraction.ts';
import { archive, archivedFiles, reference } from '../specs/testing/reference.ts';
import { fileOf, schemasOfWsdl, xsdValidator } from './testing/libxml2.ts';

const absent = 'absent' in reference ? reference.absent : undefined;
if (absent) process.stderr.write(`skipped: ${absent}\n`);

const soap = 'docs/en/api/reference/soap/';

/** XML Schema allows no blank between the tags of a wrapper without members; readers of messages pass over it. */
const withoutBlanks = (text: string): string => text.trim().replace(/(<([\w:]+)[^<>/]*>)\s+(<\/\2>)/g, '$1$3');

const isRepaired = (contract: SoapContract): boolean =>
  contract.errata.some(({ id }) => id === 'SOAP-EMPTY-VALUE' || id === 'SOAP-ILLEGAL-NIL');

describe.skipIf(absent)('documented SOAP pairs', () => {
  test('are valid for the published schemas after the errata, and not as printed', { timeout: 180_000 }, () => {
    const root = 'folder' in reference ? archive(reference.folder) : '';
    const { contracts, documented } = extractCatalogue(archivedFiles(root, [soap]), rules, () => undefined);
    const services = new Map<string, SoapContract[]>();
    for (const contract of contracts) {
      // A contract without a WSDL has no schema to hold its pair against.
      if (contract.protocol !== 'soap' || contract.input.source.evidence !== 'wsdl') continue;
      const { page } = contract.input.source;
      services.set(page, [...(services.get(page) ?? []), contract]);
    }
    let pairs = 0;
    let repaired = 0;
    for (const [page, group] of services) {
      const text = readFileSync(join(root, page), 'utf8');
      const schemas = schemasOfWsdl(text.slice(text.indexOf('<wsdl:definitions'), text.lastIndexOf('```')));
      const complaints = xsdValidator(schemas, fileOf(group[0]?.namespace ?? ''));
      for (const contract of group) {
        const pair = documented.get(contract.id)?.();
        const messages = pair ? [pair.request, pair.response] : [];
        pairs += messages.length / 2;
        expect([contract.id, ...messages.flatMap(({ body = '' }) => complaints(withoutBlanks(body)))]).toEqual([
          contract.id,
        ]);
        if (!isRepaired(contract)) continue;
        repaired += 1;
        const printed = messages.flatMap(({ verbatim }) => complaints(withoutBlanks(verbatim)));
        expect([contract.id, printed.length > 0]).toEqual([contract.id, true]);
      }
    }
    expect({ services: services.size, pairs, repaired }).toEqual({ services: 150, pairs: 4153, repaired: 522 });
  });
});
