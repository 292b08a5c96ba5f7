/** What `GET /api/v1` lists: agents and, where the server goes so far, their operations. Names in small letters. */
export interface Listing {
  /** An agent without operations is listed by itself: nothing is said of what it has. */
  readonly agents: ReadonlyMap<string, ReadonlySet<string>>;
}

/** `offered` and `missing` only where the listing says so by name; `silent` where it says nothing of the operation. */
export type Listed = 'offered' | 'missing' | 'silent';

/** Servers list addresses as an array or as a map by name. Undefined where no agent is among them. */
export function readListing(value: unknown): Listing | undefined {
  const agents = new Map<string, Set<string>>();
  for (const text of textsIn(value)) {
    const [, agent, operation] = /(?:^|\/)agents\/([\w.-]+)(?:\/([\w.-]+))?\/?(?:[?#].*)?$/i.exec(text) ?? [];
    if (agent === undefined) continue;
    const operations = agents.get(agent.toLowerCase()) ?? new Set<string>();
    agents.set(agent.toLowerCase(), operations);
    if (operation !== undefined) operations.add(operation.toLowerCase());
  }
  return agents.size === 0 ? undefined : { agents };
}

/** A list of maps, or a map of lists: no listing is deeper. */
const deepest = 4;

function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === deepest) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, depth + 1));
  return Object.entries(value).flatMap(([name, member]) => [name, ...textsIn(member, depth + 1)]);
}

/** An agent that is not there has no operations; one that is listed with some of them has no others. */
export function listedIn(listing: Listing | undefined, agent: string, operation: string): Listed {
  if (listing === undefined) return 'silent';
  const operations = listing.agents.get(agent.toLowerCase());
  if (operations === undefined) return 'missing';
  if (operations.size === 0) return 'silent';
  return operations.has(operation.toLowerCase()) ? 'offered' : 'missing';
}
