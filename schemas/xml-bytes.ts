import { SoconformError } from '../specs/error.ts';
import { unmarkedTextOfUtf8 } from './utf8.ts';

/**
 * The text of an XML document's bytes. A byte order mark decides, then the charset of the media type (RFC 7303,
 * section 3), then the XML declaration, then UTF-8. Throws `SoconformError` (E_CHARSET) for a charset that nothing
 * here reads and for bytes that are not in it.
 */
export function decodeXmlBytes(bytes: Uint8Array, contentType = ''): string {
  const charset = charsetOf(bytes, contentType);
  switch (charset) {
    case 'utf-8':
    case 'utf8':
      return unmarkedTextOfUtf8(bytes) ?? refuse('expected bytes in utf-8, found others');
    case 'utf-16le':
    case 'utf-16be':
      return decode(bytes, charset);
    case 'us-ascii':
    case 'ascii': {
      const wrong = bytes.findIndex((byte) => byte > 0x7f);
      if (wrong !== -1) refuse(`expected US-ASCII, found the byte 0x${bytes[wrong]?.toString(16)} at ${wrong}`);
      return singleBytes(bytes);
    }
    case 'iso-8859-1':
    case 'iso8859-1':
    case 'latin1':
      return singleBytes(bytes);
    case 'windows-1252':
    case 'cp1252':
      return singleBytes(bytes).replace(
        /[\u0080-\u009f]/g,
        (control) => windows1252[control.charCodeAt(0) - 0x80] ?? '',
      );
    default:
      return refuse(`expected UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252, found ${charset.slice(0, 40)}`);
  }
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return refuse(`expected bytes in ${charset}, found others`);
  }
}

// TextDecoder has no ISO-8859-1, and Node 20 decodes windows-1252 as if it were that.
function singleBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

const windows1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

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
