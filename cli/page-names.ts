/**
 * The pages that are named anywhere in a value, each with the shortest end of its path that no other of them has:
 * a table of members with whole paths cannot be read.
 */
export function pageNames(value: unknown): ReadonlyMap<string, string> {
  const pages = new Set<string>();
  collect(value, pages);
  const sorted = [...pages].sort();
  return new Map(sorted.map((page) => [page, shortest(page, sorted)]));
}

function collect(value: unknown, pages: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('page' in value && typeof value.page === 'string') pages.add(value.page);
  for (const member of Object.values(value)) collect(member, pages);
}

function shortest(page: string, pages: readonly string[]): string {
  const steps = page.split('/');
  for (let count = 1; count < steps.length; count += 1) {
    const end = steps.slice(-count).join('/');
    if (pages.every((other) => other === page || !`/${other}`.endsWith(`/${end}`))) return end;
  }
  return page;
}
