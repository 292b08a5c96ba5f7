import { SoconformError } from '../specs/error.ts';

/**
 * The text of an XML document's bytes. A byte order mark decides, then the charset of the media type (RFC 7303,
 * section 3), then the XML declaration, then UTF-8. Throws `SoconformError` (E_CHARSET) for a charset that nothing
 * here reads and for bytes that are not in it.
 */
export function decodeXmlBytes(bytes: Uint8Array, contentType = ''): string {
  const charset = charsetOf(bytes, contentType);
  if (charset === 'us-ascii' || charset === 'ascii') {
    const wrong = bytes.findIndex((byte) => byte > 0x7f);
    if (wrong !== -1) refuse(`expected US-ASCII, found the byte 0x${bytes[wrong]?.toString(16)} at ${wrong}`);
  }
  // To a browser, and so to TextDecoder, ISO-8859-1 is windows-1252; here it is itself.
  if (/^(?:iso-?8859-1|latin1)$/.test(charset))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const label =
    decoders[charset] ??
    refuse(`expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252, found ${charset.slice(0, 40)}`);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return refuse(`expected bytes in ${charset}, found others`);
  }
}

const decoders: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
});

function charsetOf(bytes: Uint8Array, contentType: string): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const [, quoted, bare] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? [];
  const stated = (quoted ?? bare ?? '').toLowerCase();
  // UTF-16 without a mark: the first character of a document is `<`.
  const wide = first === 0x3c && second === 0 ? 'utf-16le' : first === 0 && second === 0x3c ? 'utf-16be' : undefined;
  if (stated !== '') return stated === 'utf-16' ? (wide ?? 'utf-16be') : stated;
  if (wide !== undefined) return wide;
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.toLowerCase();
  if (declared === undefined) return 'utf-8';
  return declared.startsWith('utf-16')
    ? refuse(`expected ${declared}, which the XML declaration names, found single bytes`)
    : declared;
}

function refuse(message: string): never {
  throw new SoconformError('E_CHARSET', message);
}
