import type { Place, PlacedFence } from './fences.ts';
import { readHttpSample, type HttpSample } from './http-sample.ts';

/** A sample with the file it stands in. */
export interface PlacedSample extends Place {
  readonly sample: HttpSample;
}

export interface Samples {
  readonly request?: PlacedSample;
  readonly response?: PlacedSample;
}

/** The first request and the first answer that the fences print, told by their content. */
export function placedSamples(fences: readonly PlacedFence[]): Samples {
  const found: { request?: PlacedSample; response?: PlacedSample } = {};
  for (const { fence, ...place } of fences) {
    if (!fence.info.startsWith('http')) continue;
    const first = fence.text.trimStart();
    if (/^HTTP\/\d/.test(first)) found.response ??= { ...place, sample: readHttpSample(fence.text, fence.line + 1) };
    else if (/^[A-Z]+ \S+[^\n]*\n\s*[A-Za-z-]+:/.test(first)) {
      found.request ??= { ...place, sample: readHttpSample(fence.text, fence.line + 1) };
    }
  }
  return found;
}
