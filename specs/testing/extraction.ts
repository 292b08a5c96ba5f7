import { readFileSync } from 'node:fs';
import { readEffectRules } from '../extract/effects.ts';
import { readErrata } from '../extract/errata.ts';
import { extractCatalogue, type Extraction, type ExtractionRules, type SourceFile } from '../extract/extract.ts';

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

/** The rules as committed. */
export const rules: ExtractionRules = {
  effects: readEffectRules(readJson('effects.json')),
  errata: readErrata(readJson('errata.json')),
};

/** Extracts pages given as path -> text; they may include each other. */
export function extracted(pages: Readonly<Record<string, string>>): Extraction {
  const files = Object.entries(pages).map(([path, text]): SourceFile => ({ path, text }));
  return extractCatalogue(files, rules, (_, target) => {
    const text = pages[target];
    return text === undefined ? undefined : { path: target, text };
  });
}
