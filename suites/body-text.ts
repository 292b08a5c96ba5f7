/** The text of a body for people to read: by its charset or byte order mark, else UTF-8, else one character a byte. */
export function bodyText(bytes: Uint8Array, contentType = ''): string {
  const charset = charsetOf(bytes, contentType);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function charsetOf(bytes: Uint8Array, contentType: string): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  // Every second byte is zero: text in UTF-16 without a mark.
  if (first === 0 && second !== 0 && bytes[2] === 0) return 'utf-16be';
  if (first !== 0 && second === 0 && bytes[3] === 0) return 'utf-16le';
  return /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
}

/** Writes what no terminal and no reader should get, such as NUL or escape sequences, as `\x1b`. */
export function escapeControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the ones to replace
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
