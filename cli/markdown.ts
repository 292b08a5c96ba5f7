import { wrap } from '../reporters/text.ts';

export interface Style {
  readonly width: number;
  readonly paint: { bold(text: string): string; dim(text: string): string };
}

/**
 * A page of `docs/checks` for a terminal: the front matter as a list of facts, headings without marks, paragraphs
 * and list items wrapped, code blocks indented and left as they are.
 */
export function plainText(markdown: string, style: Style): string {
  const lines = markdown.replace(/\r\n/g, '\n').split('\n');
  const { facts, rest } = frontMatter(lines);
  const out = facts.map(([name, value]) => `${style.paint.dim(name.padEnd(8))} ${value}`);
  // The first heading of a page is its name, which the facts have already.
  const named = rest.findIndex((line) => line !== '');
  const told = facts.some(([, value]) => rest[named] === `# ${value}`);
  const text = blocks(told ? rest.slice(named + 1) : rest, style);
  return `${[...out, ...(out.length > 0 ? [''] : []), ...text].join('\n').trimEnd()}\n`;
}

function frontMatter(lines: readonly string[]): {
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly rest: readonly string[];
} {
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (end === -1) return { facts: [], rest: lines };
  const facts = lines.slice(1, end).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon === -1 ? [] : [[line.slice(0, colon), unquoted(line.slice(colon + 1).trim())] as const];
  });
  return { facts, rest: lines.slice(end + 1) };
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

function blocks(lines: readonly string[], { width, paint }: Style): readonly string[] {
  const out: string[] = [];
  let paragraph: string[] = [];
  let fence: string | undefined;
  const end = (): void => {
    if (paragraph.length > 0) out.push(...wrapped(paragraph.map((line) => line.trim()).join(' '), width));
    paragraph = [];
  };
  for (const line of lines) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence)) fence = undefined;
      else out.push(line === '' ? '' : `    ${line}`);
    } else if (mark !== undefined) {
      end();
      fence = mark;
    } else if (line.trim() === '') {
      end();
      if (out.length > 0 && out.at(-1) !== '') out.push('');
    } else if (/^#+ /.test(line)) {
      end();
      out.push(paint.bold(inline(line.replace(/^#+ /, ''))));
    } else if (line.startsWith('|')) {
      end();
      if (!/^[|\s:-]+$/.test(line)) out.push(inline(line));
    } else {
      if (/^\s*([-*]|\d+\.) /.test(line)) end();
      paragraph.push(line);
    }
  }
  end();
  return out;
}

function wrapped(text: string, width: number): readonly string[] {
  const [, mark = '', rest = text] = /^((?:[-*]|\d+\.) )(.*)$/.exec(text) ?? [];
  const [first = '', ...more] = wrap(inline(rest), width - mark.length);
  return [mark + first, ...more.map((line) => ' '.repeat(mark.length) + line)];
}

/** Links become their text, emphasis loses its marks; code keeps its own, for it is to be typed. */
function inline(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part
            .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
            .replace(/(\*\*|__)(.+?)\1/g, '$2')
            .replace(/<(https?:[^>]*)>/g, '$1'),
    )
    .join('');
}
