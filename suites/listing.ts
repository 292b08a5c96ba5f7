/** What `GET /api/v1` lists: agents and, where the server goes so far, their operations. By their names in small letters. */
export interface Listing {
  readonly agents: ReadonlyMap<string, ListedAgent>;
}

interface ListedAgent {
  /** As the server writes it. */
  readonly name: string;
  /** None where the agent is listed by itself: nothing is said of what it has. */
  readonly operations: ReadonlyMap<string, string>;
}

/** `offered` and `missing` only where the listing says so by name; `silent` where it says nothing of the operation. */
export type Listed = 'offered' | 'missing' | 'silent';

/** Servers list addresses as an array or as a map by name. Undefined where no agent is among them. */
export function readListing(value: unknown): Listing | undefined {
  const agents = new Map<string, { readonly name: string; readonly operations: Map<string, string> }>();
  for (const text of textsIn(value)) {
    const [, agent, operation] = /(?:^|\/)agents\/([\w.-]+)(?:\/([\w.-]+))?\/?(?:[?#].*)?$/i.exec(text) ?? [];
    if (agent === undefined) continue;
    const listed = agents.get(agent.toLowerCase()) ?? { name: agent, operations: new Map<string, string>() };
    agents.set(agent.toLowerCase(), listed);
    if (operation !== undefined) listed.operations.set(operation.toLowerCase(), operation);
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
  const operations = listing.agents.get(agent.toLowerCase())?.operations;
  if (operations === undefined) return 'missing';
  if (operations.size === 0) return 'silent';
  return operations.has(operation.toLowerCase()) ? 'offered' : 'missing';
}
