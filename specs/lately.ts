/**
 * Remembers the last few values that were made, by what they were made for: what is asked for again soon costs nothing,
 * and what is not asked for again is forgotten.
 */
export function lately<K, V>(most: number, make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    if (known.size > most) forgetOldest(known);
    return made;
  };
}

function forgetOldest<K>(known: Map<K, unknown>): void {
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
