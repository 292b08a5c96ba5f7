import { counted, groupedBy, number, printable } from '../reporters/text.ts';
import type { Defect, DefectReport, DefectRule } from '../specs/defects/defect.ts';

/** How the report begins: a file that begins so may be written over. */
export const markdownMark = '# Defects of the documentation';

const levels: Readonly<Record<DefectRule['level'], string>> = {
  error: 'no contract',
  warning: 'mended or weighed',
  none: 'no defect',
};

/** Markdown, a piece at a time: the rules with their counts, then the places rule by rule, those of a file together. */
export function* markdown({ rules, defects, counts }: DefectReport): Iterable<string> {
  const met = rules.filter(({ id }) => (counts.get(id) ?? 0) > 0);
  const files = new Set(defects.map(({ page }) => page)).size;
  yield `${markdownMark}\n\n${counted(defects.length, 'place')} in ${counted(files, 'file')}.\n`;
  if (met.length === 0) return;
  yield '\n| Rule | Places | Means | |\n|---|---:|---|---|\n';
  for (const { id, level, title } of met) {
    yield `| [${id}](#${id.toLowerCase()}) | ${number(counts.get(id) ?? 0)} | ${levels[level]} | ${text(title)} |\n`;
  }
  const byRule = groupedBy(defects, ({ rule }) => rule);
  for (const { id, title, help } of met) {
    // What explains an erratum begins with its title.
    yield `\n## ${id}\n\n${help.startsWith(title) ? '' : `${text(title)}. `}${text(help)}\n`;
    for (const [page, places] of groupedBy(byRule.get(id) ?? [], (defect) => defect.page)) {
      yield `\n- ${code(page)}\n`;
      for (const [message, same] of groupedBy(places, (defect) => defect.message)) {
        yield `  - ${lines(same)}${message === help ? '' : `: ${text(message)}`}\n`;
      }
    }
  }
}

function lines(places: readonly Defect[]): string {
  return `line${places.length === 1 ? '' : 's'} ${places.map(({ line }) => line).join(', ')}`;
}

/** Nothing of a page becomes markup of the report. */
function text(raw: string): string {
  return printable(raw).replace(/[\\`*_[\]<>|#&]/g, '\\$&');
}

function code(raw: string): string {
  const shown = printable(raw);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}
