import type { Source, QueryParameter } from '../contract.ts';
import type { RestPage } from './rest-page.ts';

/** Where a REST operation belongs in a catalogue. */
export interface Address {
  readonly version: string;
  readonly agent: string;
  readonly operation: string;
  readonly isAgent: boolean;
}

const agentPath = /^\/api\/(v\d+)\/Agents\/([^/?]+)\/([^/?]+)$/;
const resourceUid = /^v\d+([A-Za-z][A-Za-z0-9]*?)_([A-Za-z0-9]\w*)$/;

/**
 * An agent's operation is named by its path. A resource's is named by the page's `uid`: of the path
 * `List/Business/Items/{id}` no part tells what is done. A page that has lost its `uid` has it in its file's
 * name; else verb and path make the name.
 */
export function addressOf(page: Pick<RestPage, 'page' | 'path' | 'method' | 'uid'>): Address {
  const [, version, agent, operation] = agentPath.exec(page.path) ?? [];
  if (version && agent && operation) return { version, agent, operation, isAgent: true };
  const [, , of = 'v1', ...parts] = page.path.split(/[/?]/);
  const resources = `${of.replace(/[^\w]/g, '_')}-resources`;
  const file = /([^/]*?)(?:\.\w+)?$/.exec(page.page)?.[1] ?? '';
  const [, name, done] = resourceUid.exec(page.uid ?? '') ?? resourceUid.exec(file) ?? [];
  if (name && done) return { version: resources, agent: resourceName(name), operation: done, isAgent: false };
  const words = parts.map((part) => part.replace(/\W+/g, '')).filter((word) => word !== '');
  const [first = 'Api', ...more] = words;
  return { version: resources, agent: first, operation: [page.method, ...more].join('_'), isAgent: false };
}

/** As the folders of the reference are named: `Contact` for `ContactEntity`, `List_Business` for `BusinessList`. */
function resourceName(name: string): string {
  const plain = name.replace(/(?<=.)Entity/, '');
  const list = /^(.+)List$/.exec(plain)?.[1] ?? /^List(.+)$/.exec(plain)?.[1];
  return list === undefined ? plain : `List_${list}`;
}

/** One parameter for each placeholder, typed by the table of path parts; `other`: what another source says of one. */
export function pathParameters(
  page: Pick<RestPage, 'page' | 'path' | 'line' | 'pathParts'>,
  typed: (part: RestPage['pathParts'][number], source: Source) => QueryParameter,
  other: (name: string) => QueryParameter | undefined,
): QueryParameter[] {
  if (!page.path.includes('{')) return [];
  return [...page.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => {
    const part = page.pathParts.find((row) => row.name.toLowerCase() === name.toLowerCase());
    const at = (line: number): Source => ({ evidence: 'table', page: page.page, line });
    if (part) return { ...typed(part, at(part.line)), name, required: true };
    return { ...(other(name) ?? { type: { kind: 'unknown' }, source: at(page.line) }), name, required: true };
  });
}
