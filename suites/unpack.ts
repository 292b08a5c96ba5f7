import { gunzipSync } from 'node:zlib';
import { header } from './exchange.ts';
import type { WireResponse } from './exchange.ts';

/** Longer content is not unpacked: a few bytes can stand for any length. */
const longest = 64 * 1024 * 1024;

/** An answer with its content as it was before it was compressed, where the request allowed that and it can be told. */
export function unpacked(response: WireResponse, acceptEncoding: string | undefined): WireResponse {
  const coding = codingOf(response);
  if (coding === undefined || acceptEncoding === undefined || !isGzip(coding)) return response;
  if (!acceptEncoding.split(',').some((accepted) => isGzip(accepted.trim().toLowerCase()))) return response;
  try {
    return { ...response, body: gunzipSync(response.body, { maxOutputLength: longest }), packed: response.body.length };
  } catch {
    return response;
  }
}

const isGzip = (coding: string): boolean => coding === 'gzip' || coding === 'x-gzip';

/** How content is compressed; undefined where it is not, or there is none. */
export function codingOf(response: WireResponse): string | undefined {
  const coding = header(response, 'content-encoding')?.trim().toLowerCase();
  return coding === undefined || coding === '' || coding === 'identity' || response.body.length === 0
    ? undefined
    : coding;
}
