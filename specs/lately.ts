/**
 * Remembers the last few values that were made, by what they were made for: what is asked for again soon costs nothing,
 * and what is not asked for again is forgotten; `forget` is told of each value that is.
 */
export function lately<K, V>(most: number, make: (key: K) => V, forget?: (value: V) => void): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    if (known.size > most) forgetOldest(known, forget);
    return made;
  };
}

function forgetOldest<K, V>(known: Map<K, V>, forget: ((value: V) => void) | undefined): void {
  const [oldest] = known;
  if (oldest === undefined) return;
  known.delete(oldest[0]);
  forget?.(oldest[1]);
}
