import { quote } from './pieces.ts';

/**
 * A text in the making, as the bytes that are hashed and written. It is made in one place of memory, again and again: a
 * file of the catalogue has up to some megabytes, and as a text it would stay until all of the heap is cleared up.
 */
export interface TextBytes {
  bytes: Buffer;
  used: number;
  /** What was added and is not yet among the bytes. */
  open: string;
}

const openLimit = 1 << 13;
const largestKept = 1 << 24;
let kept: Buffer = Buffer.alloc(1 << 16);
let scratch = Buffer.alloc(1 << 14);

/** The bytes of the text made before are no longer valid then. */
export function emptyText(): TextBytes {
  return { bytes: kept, used: 0, open: '' };
}

export function addText(written: TextBytes, text: string): void {
  written.open += text;
  if (written.open.length > openLimit) flush(written);
}

export function bytesOf(written: TextBytes): Buffer {
  flush(written);
  if (written.bytes.length <= largestKept) kept = written.bytes;
  return written.bytes.subarray(0, written.used);
}

function flush(written: TextBytes): void {
  // No character of a text is more than three bytes.
  makeRoom(written, 3 * written.open.length);
  written.used += written.bytes.write(written.open, written.used, 'utf8');
  written.open = '';
}

function makeRoom(written: TextBytes, length: number): void {
  if (written.bytes.length - written.used >= length) return;
  const larger = Buffer.allocUnsafeSlow(2 * (written.used + length));
  written.bytes.copy(larger, 0, 0, written.used);
  written.bytes = larger;
}

const lineFeed = 0x0a;
const quotation = 0x22;
const backslash = 0x5c;

/** The lines of a text as JSON texts. Most samples are plain, and go from bytes to bytes. */
export function addLines(written: TextBytes, text: string, separator: string): void {
  flush(written);
  if (scratch.length < 3 * text.length) scratch = Buffer.allocUnsafeSlow(6 * text.length);
  const from = written.used;
  const length = scratch.write(text, 0, 'utf8');
  if (length === text.length && addPlain(written, scratch, length, Buffer.from(`"${separator}"`))) return;
  written.used = from;
  addText(written, text.split('\n').map(quote).join(separator));
}

/** False for lines with a character that is escaped in another way than a quotation mark. */
function addPlain(written: TextBytes, source: Buffer, length: number, between: Buffer): boolean {
  // Each character may be a quotation mark.
  makeRoom(written, 2 * length + 2);
  let { bytes, used: to } = written;
  bytes[to++] = quotation;
  for (let at = 0; at < length; at += 1) {
    const code = source[at] ?? 0;
    if (code === lineFeed) {
      written.used = to;
      makeRoom(written, between.length + 2 * (length - at));
      bytes = written.bytes;
      for (let index = 0; index < between.length; index += 1) bytes[to++] = between[index] ?? 0;
    } else if (code < 32 || code === backslash) return false;
    else {
      if (code === quotation) bytes[to++] = backslash;
      bytes[to++] = code;
    }
  }
  bytes[to++] = quotation;
  written.used = to;
  return true;
}
