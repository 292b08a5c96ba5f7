/**
 * Whether a place in a message matches a glob: `*` stands for a name, a part of one, or an index, and `**` for
 * anything. Brackets are what they are in a place, `body[*].To[*].EmailId`, and no classes of characters.
 */
export function placeMatcher(glob: string): (place: string) => boolean {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part.startsWith('**')) return '.*';
    return part === '*' ? '[^./[\\]]*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const pattern = new RegExp(`^${parts.join('')}$`, 's');
  return (place) => pattern.test(place);
}

/** The glob of a place in any item: `body[*].To[*].EmailId`. */
export function globOf(place: string): string {
  return place.replace(/\[\d+\]/g, '[*]');
}

/** A place without its indices: `body[].To[].EmailId`. Data moves between items; the departure is the same. */
export function withoutIndices(place: string): string {
  return place.replace(/\[\d+\]/g, '[]');
}
