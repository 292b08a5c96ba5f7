import { createHash } from 'node:crypto';
import { coverageText, uncovered } from './coverage.ts';
import { createdText, leftoversOf } from './created.ts';
import { askedText, figuresOf, verdictsText } from './figures.ts';
import { headlines } from './headline.ts';
import { pageData } from './html/page-data.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { matrixOf } from './matrix.ts';
import type { Counts, MatrixRow } from './matrix.ts';
import { membersText } from './members.ts';
import { loginText, preflightRows } from './preflight.ts';
import type { RunRecord } from './record.ts';
import { standingOf } from './telling.ts';
import type { Telling } from './telling.ts';
import { besideTarget, counted, groupedBy, number, printable, withoutInvisible } from './text.ts';

/**
 * One page that needs nothing else: no network, no other file. Its policy lets this style and this script run and no
 * others, so that what a target says could not act even if it were read as HTML. Without a script it still tells how the
 * run ended, its numbers and the matrix.
 */
export function html(record: RunRecord, telling: Telling): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="soconform ${escaped(record.tool.version)}">
<title>${escaped(`soconform: ${record.target.name}, exit ${telling.ending.code}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the verdicts</a>
<header>
${head(record, telling)}
</header>
<main>
<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Agents and protocols</h2>
${matrix(record)}
</section>
${left(record)}
${reasons('not-asked', 'Not asked', record.notAsked)}
${reasons('unsupported', 'Not offered by the target', record.unsupported)}
${reasons(
  'without-result',
  'Asked, and no result came',
  uncovered(record).filter(({ why }) => why === 'asked'),
)}
<section aria-labelledby="results">
<h2 id="results" tabindex="-1">Verdicts</h2>
<noscript><p>The list of verdicts needs a script; the JSON record has them all.</p></noscript>
${filters}
<p id="status" role="status" aria-live="polite"></p>
<p id="said" role="status" aria-live="polite"></p>
<ul id="list"></ul>
<p><button type="button" id="more" hidden>Show more</button></p>
</section>
</main>
<script type="application/json" id="record">${embedded(pageData(record, telling.recordFile))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** No `<` that could end the script, and nothing invisible. */
function embedded(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return withoutInvisible(json, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function head(record: RunRecord, { ending }: Telling): string {
  const figures = figuresOf(record);
  const evidence = membersText(record);
  const { target, catalogue, tool, baseline } = record;
  const made = createdText(record);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['target', `${target.url}${besideTarget(target)}`],
    ...(target.version === undefined ? [] : [['version', target.version] as const]),
    ['signed in', loginText(target)],
    ...preflightRows(target),
    ['asked', askedText(figures)],
    ['covered', coverageText(record)],
    ['verdicts', verdictsText(figures)],
    ...(evidence === undefined ? [] : [['evidence', evidence] as const]),
    ...(figures.passWithoutEvidence > 0
      ? [['without evidence', `${number(figures.passWithoutEvidence)} of the passes saw nothing to judge`] as const]
      : []),
    ...(baseline === undefined
      ? []
      : [
          [
            'baseline',
            `${baseline.file}: ${number(baseline.regressions)} newly red, ${number(baseline.before)} red as before, ${number(baseline.fixed.length)} fixed`,
          ] as const,
        ]),
    ['catalogue', `${catalogue.name} ${catalogue.hash}, seed ${record.seed}`],
    ['run', `soconform ${tool.version}, ${record.startedAt} to ${record.finishedAt}`],
    ...(record.run === undefined
      ? []
      : [['run tag', `${record.run.tag}${made === undefined ? '' : `: ${made}`}`] as const]),
  ];
  const warnings = [
    ...(record.complete ? [] : ['The run was cut off: this is what was done until then.']),
    ...(figures.operationsAsked > 0 ? [] : ['Nothing was asked.']),
    ...headlines(record),
    ...(target.preflight?.warnings ?? []).map((warning) => `Note: ${warning}.`),
  ];
  return [
    '<h1>Conformance report</h1>',
    `<p class="ending ${standingOf(record, ending)}">Exit ${ending.code}: ${escaped(ending.sentence)}</p>`,
    ...warnings.map((warning) => `<p class="ending">${escaped(warning)}</p>`),
    '<dl class="facts">',
    ...facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`),
    '</dl>',
  ].join('\n');
}

function matrix(record: RunRecord): string {
  const { rows, total } = matrixOf(record, 0);
  const generations = [...new Set(rows.map((row) => row.generation))].sort(
    new Intl.Collator('en', { numeric: true }).compare,
  );
  const lines = [...groupedBy(rows, (row) => row.name)].map(([agent, own]) => {
    const cells = generations.map((generation) => cell(own.find((row) => row.generation === generation)));
    return `<tr><th scope="row">${escaped(agent)}</th>${cells.join('')}</tr>`;
  });
  return [
    '<div class="wide" tabindex="0" role="region" aria-labelledby="matrix-title"><table>',
    `<caption>${number(total.pass)} pass, ${number(total.fail)} fail. A cell lists its verdicts below.</caption>`,
    `<thead><tr><th scope="col">agent</th>${generations.map((each) => `<th scope="col">${escaped(each)}</th>`).join('')}</tr></thead>`,
    `<tbody>${lines.join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

function cell(row: MatrixRow | undefined): string {
  if (row === undefined) return '<td>–</td>';
  const { word, text } = worst(row.counts);
  const data = `data-agent="${escaped(row.name)}" data-generation="${escaped(row.generation)}"`;
  return `<td><button type="button" class="${word}" ${data}>${text}</button></td>`;
}

function worst(counts: Counts): { readonly word: string; readonly text: string } {
  const bad = (['broken', 'fail', 'blocked', 'known'] as const).filter((outcome) => counts[outcome] > 0);
  const [first] = bad;
  if (first !== undefined) {
    const told = bad.map((outcome) => `${number(counts[outcome])} ${outcome}`);
    return { word: first, text: `✗ ${told.join(', ')}` };
  }
  return counts.pass > 0
    ? { word: 'pass', text: `✓ ${number(counts.pass)} pass` }
    : { word: 'skipped', text: `– ${number(counts.skipped)} skipped` };
}

function reasons(id: string, title: string, of: RunRecord['notAsked']): string {
  const groups = [...groupedBy(of, ({ reason }) => reason)];
  if (groups.length === 0) return '';
  const items = groups.slice(0, 50).map(([reason, all]) => {
    const names = all.slice(0, 200).map(({ contract }) => `<code>${escaped(contract)}</code>`);
    const more = all.length > names.length ? `, and ${number(all.length - names.length)} more` : '';
    const head = `${counted(all.length, 'operation')}: ${escaped(reason)}`;
    return `<li><details><summary>${head}</summary>${names.join(', ')}${more}</details></li>`;
  });
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${items.join('\n')}</ul></section>`;
}

/** What the run made at the target and did not remove. */
function left(record: RunRecord): string {
  const found = leftoversOf(record);
  if (found === undefined) return '';
  const items = found.lines.map((line) => `<li>${escaped(line)}</li>`);
  const command = found.command === undefined ? '' : `<p><code>${escaped(found.command)}</code></p>`;
  return `<section aria-labelledby="left"><h2 id="left">Left at the target</h2><p>${escaped(found.heading)}.</p><ul>${items.join('\n')}</ul>${command}</section>`;
}

const filters = `<form id="filters" hidden aria-label="Filters">
<fieldset><legend>Outcome</legend><div id="outcomes"></div></fieldset>
<label>Level<select id="level"><option value="">all</option><option>MUST</option><option>SHOULD</option><option>OBSERVE</option></select></label>
<label>Check<select id="check"><option value="">all</option></select></label>
<label>Agent<select id="agent"><option value="">all</option></select></label>
<label>Protocol<select id="generation"><option value="">all</option></select></label>
<label>Text<input type="search" id="text" autocomplete="off"></label>
<button type="reset">Reset</button>
</form>`;
