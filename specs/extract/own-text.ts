/** What was made a text of its own. A reference has some ten thousand names and rows; what has more is forgotten at times. */
const own = new Map<string, string>();

/** A text that outlives its page: a slice by itself would keep the whole page in memory. */
export function ownText(slice: string): string {
  const before = own.get(slice);
  if (before !== undefined) return before;
  if (own.size > 50_000) own.clear();
  const text = copyOf(slice);
  own.set(text, text);
  return text;
}

const bytes = Buffer.alloc(4096);

function copyOf(slice: string): string {
  const isAscii = slice.length < 1000 && bytes.write(slice, 'utf8') === slice.length;
  if (isAscii) return bytes.toString('latin1', 0, slice.length);
  // The key of an object is a string of its own, too, if a slow one to make.
  const [text = ''] = Object.keys({ [slice]: true });
  return text;
}
