// Spoils real pages of every kind and extracts them, as long as it is let: whatever stands in a file, extraction ends, and
// what is no contract is a problem with a line of that file. Stops at the first page for which that does not hold, and
// writes it to a file.
// npm run build && node bench/fuzz-extract.mjs [--docs DIR] [--seconds 60] [--seed N]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDocs } from '../dist/cli/read-docs.js';
import { committedRules } from '../dist/specs/catalogue.js';
import { readEffectRules } from '../dist/specs/extract/effects.js';
import { readErrata } from '../dist/specs/extract/errata.js';
import { extractCatalogue } from '../dist/specs/extract/extract.js';
import { catalogueFiles } from '../dist/specs/store/files.js';

const { values } = parseArgs({
  options: { docs: { type: 'string' }, seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const project = resolve(import.meta.dirname, '..');
const reference = process.env.SOCONFORM_REFERENCE ?? resolve(project, '../shared/reference');
const docs = values.docs ?? execFileSync(join(reference, 'unpack'), { encoding: 'utf8' }).trim();
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
/** A page that takes longer has found a loop; the largest WSDL takes a twentieth. */
const longestMs = 5_000;

const { effects, errata } = committedRules();
const rules = { effects: readEffectRules(effects), errata: readErrata(errata) };
const pages = { REST: [], resource: [], SOAP: [], WSDL: [] };
for (const file of readDocs([docs]).files) {
  const kind = kindOf(file);
  if (kind !== undefined) pages[kind].push(file);
}
const kinds = Object.keys(pages).filter((kind) => pages[kind].length > 0);
process.stdout.write(
  `seed ${seed}; ${kinds.map((kind) => `${pages[kind].length} ${kind}`).join(', ')} pages in ${docs}\n`,
);

function hold(kind, name, files) {
  const [{ path, text }] = files;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const fail = (what) => {
    const file = join(tmpdir(), `fuzz-extract-${seed}.md`);
    writeFileSync(file, text);
    process.stderr.write(`${what}\n  ${name} of ${path}, seed ${seed}; the page is ${file}\n`);
    process.exit(1);
  };
  const begin = performance.now();
  let extraction;
  try {
    extraction = extractCatalogue(files, rules, (_, target) => byPath.get(target));
    for (const _ of catalogueFiles(extraction));
  } catch (error) {
    fail(`expected problems, found ${error?.stack ?? error}`);
  }
  const ms = performance.now() - begin;
  if (ms > longestMs) fail(`expected an end within ${longestMs} ms, found one after ${ms.toFixed(0)} ms`);
  for (const problem of extraction.problems) {
    const lines = byPath.get(problem.page)?.text.split(/\r\n?|\n/).length ?? 0;
    if (!(problem.line >= 1 && problem.line <= lines)) {
      fail(
        `expected a line of ${problem.page}, found ${problem.line}: expected ${problem.expected}, found ${problem.found}`,
      );
    }
  }
  const isTold = extraction.problems.length > 0;
  if (kind !== 'WSDL' && extraction.contracts.length === 0 && !isTold)
    fail('expected a contract or a problem, found none');
  const row = `${kind} ${name}`;
  const before = counts.get(row) ?? { runs: 0, told: 0 };
  counts.set(row, { runs: before.runs + 1, told: before.told + (isTold ? 1 : 0) });
}

/** By name, what is done to a page; some make a second file that it includes. */
const spoilings = {
  'cut off': ({ path, text }) => ({ path, text: text.slice(0, at(text)) }),
  'begun late': ({ path, text }) => ({ path, text: text.slice(at(text)) }),
  'a part left out': (page) => edited(page, ''),
  'a part twice': ({ path, text }) => {
    const from = at(text);
    return { path, text: text.slice(0, from + 400) + text.slice(from) };
  },
  'a character exchanged': (page) => edited(page, pick([...'|`<>{}[]"\'&#:,;=/\\\r\n\0\u00e9\u{1f600}\ud800']), 1),
  'a fence exchanged': (page) => replaced(page, /```\S*/g, pick(['~~~', '``', '````xml', '```json', ''])),
  'a table row cut': (page) => replaced(page, /^\|.*\|$/gm, (row) => row.slice(0, at(row))),
  'a table cell too many': (page) => replaced(page, /^\|.*\|$/gm, (row) => `${row} more |`),
  'a table cell too few': (page) => replaced(page, /^\|[^|]*\|/gm, '|'),
  'JSON spoiled': (page) =>
    replaced(page, /"[^"\n]*": /g, pick(['"', ': ', '{', '[', '"__proto__": ', '"a": 1e999, '])),
  'XML spoiled': (page) => replaced(page, /<\/?[\w:]+/g, pick(['<', '</', '<a:b', '<!--', '<![CDATA[', '<?xml'])),
  'a DOCTYPE': (page) => replaced(page, /<\w/g, (tag) => `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(99)}">]>${tag}`),
  'a name that leads nowhere': (page) => replaced(page, /"\w+:\w+"/g, '"q99:Nowhere"'),
  'a name exchanged for another': (page) =>
    replaced(page, /"(?:\w+:)?\w+"/g, pick(page.text.match(/"(?:\w+:)?\w+"/g) ?? [''])),
  'deep nesting': (page) => edited(page, pick(['{"a":', '[', '<a>', '> ']).repeat(3000), 0),
  'a long line': (page) => edited(page, pick(['x', '|', '`', '<', '\\', ' ']).repeat(200_000), 0),
  'an include of nothing': (page) => included(page, 'nowhere.md'),
  'an include outside': (page) => included(page, '../../../../../etc/passwd'),
  'an include of itself': (page) => included(page, page.path),
  'includes in a circle': (page) => [included(page, 'b.md'), { path: 'b.md', text: `[!include[a](${page.path})]\n` }],
  'samples in a file of their own': (page) => {
    const from = page.text.lastIndexOf('```http');
    if (from < 0) return page;
    const own = { path: 'b.md', text: page.text.slice(from) };
    return [included({ ...page, text: page.text.slice(0, from) }, 'b.md'), spoilings['cut off'](own)];
  },
  'other line ends': ({ path, text }) => ({ path, text: text.replaceAll('\n', pick(['\r\n', '\r', '\n\n'])) }),
};

const random = dice(seed);
const counts = new Map();
const end = performance.now() + Number(values.seconds) * 1000;
while (performance.now() < end) {
  const kind = pick(kinds);
  const page = pick(pages[kind]);
  const [name, spoil] = pick(Object.entries(spoilings));
  const files = [].concat(spoil(page));
  hold(kind, name, files);
}
const rows = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
for (const [row, { runs, told }] of rows) {
  process.stdout.write(`${row.padEnd(36)} ${String(runs).padStart(6)} pages, ${told} told as broken or other\n`);
}

function edited({ path, text }, insert, length = Math.floor(random() * 200)) {
  const from = at(text);
  return { path, text: text.slice(0, from) + insert + text.slice(from + length) };
}

/** One of the places that match. */
function replaced({ path, text }, pattern, by) {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return { path, text };
  const { 0: whole, index } = pick(found);
  const insert = typeof by === 'function' ? by(whole) : by;
  return { path, text: text.slice(0, index) + insert + text.slice(index + whole.length) };
}

function included({ path, text }, target) {
  return { path, text: `${text}\n[!include[a](${target})]\n` };
}

function kindOf({ path, text }) {
  if (!path.endsWith('.md')) return undefined;
  if (text.includes('definitions>')) return 'WSDL';
  if (/^# Services\d+ \w+ (?!SOAP$)\w+/m.test(text)) return 'SOAP';
  if (!/^(?:GET|POST|PUT|PATCH|DELETE) \/api\/v1\//m.test(text)) return undefined;
  return text.includes('/api/v1/Agents/') ? 'REST' : 'resource';
}

function at(text) {
  return Math.floor(random() * (text.length + 1));
}

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

/** Mulberry32. */
function dice(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
