import { distance } from 'fastest-levenshtein';

/** The known names that a mistyped one can have meant, the nearest first; at most three. */
function nearest(name: string, known: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  return [...new Set(known)]
    .map((candidate) => ({ candidate, apart: apart(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, apart: far }) => far <= Math.max(2, Math.ceil(Math.min(candidate.length, wanted.length) / 3)))
    .sort((a, b) => a.apart - b.apart || a.candidate.localeCompare(b.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** A name that begins with what was typed, or holds it, is nearer than its length says. */
function apart(wanted: string, candidate: string): number {
  const plain = distance(wanted, candidate);
  if (wanted.length >= 3 && candidate.includes(wanted)) return Math.min(plain, candidate.startsWith(wanted) ? 1 : 2);
  return plain;
}

/** `; nearest: A, B`, or the first few names there are when none is near. */
export function nearestText(name: string, known: Iterable<string>): string {
  const all = [...new Set(known)];
  const names = nearest(name.replace(/[*?]+/g, ''), all);
  if (names.length > 0) return `; nearest: ${names.join(', ')}`;
  if (all.length === 0) return '';
  return `; there are ${all.slice(0, 5).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;
}
