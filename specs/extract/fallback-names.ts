import { matches, type Errata } from './errata.ts';
import type { Page } from './page.ts';
import { isSuccess, type RestOutline } from './rest-page.ts';
import { ownText } from './own-text.ts';

/**
 * Names that tables print for types without a description. The generator took the first such type that it met, so a
 * run over the agents, one over the resources and one of another year have each their own.
 */
export interface FallbackNames {
  /** The names of the pages that were generated together with one of these groups. */
  of(groups: readonly string[]): ReadonlySet<string>;
}

/** What a page, readable or broken, gives as its success status and as the type of its body. */
export interface BodyName {
  readonly groups: readonly string[];
  readonly status: string;
  readonly name: string;
}

const none: ReadonlySet<string> = new Set();

/** From the names given to the bodies of a 204. */
export function fallbackNames(given: readonly BodyName[], errata: Errata): FallbackNames {
  const byGroup = new Map<string, Set<string>>();
  for (const { groups, status, name } of given) {
    if (!matches(errata['type-under-status'], { status })) continue;
    for (const group of groups) {
      const names = byGroup.get(group) ?? new Set<string>();
      byGroup.set(group, names.add(name));
    }
  }
  return {
    of: (groups) => {
      for (const group of groups) {
        const names = byGroup.get(group);
        if (names) return names;
      }
      return none;
    },
  };
}

/** Undefined for a body without a name: a list, a number. */
export function bodyName({ page, sections }: RestOutline): BodyName | undefined {
  const status = sections.statuses?.rows.map(({ cells }) => cells[0] ?? '').find((cell) => isSuccess(Number(cell)));
  const name = sections.responseBody?.type;
  return name && /^[A-Z]/.test(name) && status !== undefined
    ? { groups: groupsOf(page), status, name: ownText(name) }
    : undefined;
}

/**
 * The groups that a page may have been generated in, the smallest one first. What tells generations apart is the
 * form of the page: the keys of its front matter, and whether its samples stand in files of their own.
 */
export function groupsOf({ frontMatter, blocks }: Page): readonly string[] {
  const kind = blocks.some((block) => block.kind === 'fence' && /\/api\/v\d+\/Agents\//.test(block.text.slice(0, 200)))
    ? 'agents'
    : 'resources';
  const own = new Set(['title', 'uid']);
  const keys = [...frontMatter.keys()].map((key) => key.toLowerCase()).filter((key) => !own.has(key));
  const form = `${kind} ${keys.sort().join(',')}`;
  return [`${form} ${blocks.some((block) => block.kind === 'include') ? 'included' : 'inline'}`, form, kind];
}
