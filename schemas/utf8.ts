import { isAscii, isUtf8 } from 'node:buffer';

/**
 * The text of bytes in UTF-8, a byte order mark as its first character; undefined for bytes that are not UTF-8. Nearly all are
 * ASCII, and as one byte a character they are read several times as fast.
 */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isAscii(buffer)) return buffer.toString('latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

/** The same without the byte order mark. */
export function unmarkedTextOfUtf8(bytes: Uint8Array): string | undefined {
  const text = textOfUtf8(bytes);
  return text?.startsWith('\uFEFF') === true ? text.slice(1) : text;
}
