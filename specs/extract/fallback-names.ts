import { matches, type Errata } from './errata.ts';
import type { Page } from './page.ts';
import { isSuccess, type RestOutline } from './rest-page.ts';

/**
 * Names that tables print for types without a description. The generator took the first such type that it met, so a
 * run over the agents, one over the resources and one of another year have each their own.
 */
export interface FallbackNames {
  /** The names of the pages that were generated together with this one. */
  of(page: Page): ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** From the names given to the bodies of a 204, of readable and of broken pages. */
export function fallbackNames(outlines: readonly RestOutline[], errata: Errata): FallbackNames {
  const byGroup = new Map<string, Set<string>>();
  for (const outline of outlines) {
    const name = fallbackName(outline, errata);
    if (name === undefined) continue;
    for (const group of groupsOf(outline.page)) {
      const names = byGroup.get(group) ?? new Set<string>();
      byGroup.set(group, names.add(name));
    }
  }
  return {
    of: (page) => {
      for (const group of groupsOf(page)) {
        const names = byGroup.get(group);
        if (names) return names;
      }
      return none;
    },
  };
}

/** The name that a page of a void operation prints as the type of its body, where there is no body. */
function fallbackName({ sections }: Pick<RestOutline, 'sections'>, errata: Errata): string | undefined {
  const status = sections.statuses?.rows.map(({ cells }) => cells[0] ?? '').find((cell) => isSuccess(Number(cell)));
  const name = sections.responseBody?.type;
  if (!name || !/^[A-Z]/.test(name) || status === undefined) return undefined;
  return matches(errata['type-under-status'], { status }) ? name : undefined;
}

/**
 * The groups that a page may have been generated in, the smallest one first. What tells generations apart is the
 * form of the page: the keys of its front matter, and whether its samples stand in files of their own.
 */
function groupsOf({ frontMatter, blocks }: Page): readonly string[] {
  const kind = blocks.some((block) => block.kind === 'fence' && /\/api\/v\d+\/Agents\//.test(block.text.slice(0, 200)))
    ? 'agents'
    : 'resources';
  const own = new Set(['title', 'uid']);
  const keys = [...frontMatter.keys()].map((key) => key.toLowerCase()).filter((key) => !own.has(key));
  const form = `${kind} ${keys.sort().join(',')}`;
  return [`${form} ${blocks.some((block) => block.kind === 'include') ? 'included' : 'inline'}`, form, kind];
}
