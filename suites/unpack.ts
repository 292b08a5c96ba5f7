import { gunzipSync } from 'node:zlib';
import { header } from './exchange.ts';
import type { WireResponse } from './exchange.ts';

/**
 * An answer with its content as it was before it was compressed, where the request allowed that and it can be told. Content that would be
 * longer than `most` bytes is not unpacked, for a few bytes can stand for any length: undefined.
 */
export function unpacked(
  response: WireResponse,
  acceptEncoding: string | undefined,
  most: number,
): WireResponse | undefined {
  const coding = codingOf(response);
  if (coding === undefined || acceptEncoding === undefined || !isGzip(coding)) return response;
  if (!acceptEncoding.split(',').some((accepted) => isGzip(accepted.trim().toLowerCase()))) return response;
  try {
    return { ...response, body: gunzipSync(response.body, { maxOutputLength: most }), packed: response.body.length };
  } catch (error) {
    return isTooLong(error) ? undefined : response;
  }
}

const isTooLong = (error: unknown): boolean =>
  error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

const isGzip = (coding: string): boolean => coding === 'gzip' || coding === 'x-gzip';

/** How content is compressed; undefined where it is not, or there is none. */
export function codingOf(response: WireResponse): string | undefined {
  const coding = header(response, 'content-encoding')?.trim().toLowerCase();
  return coding === undefined || coding === '' || coding === 'identity' || response.body.length === 0
    ? undefined
    : coding;
}
