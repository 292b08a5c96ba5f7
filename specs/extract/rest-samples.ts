import { byLanguage, isHttp, type Place, type PlacedFence } from './fences.ts';
import { readHttpSample, type HttpSample } from './http-sample.ts';

/** A sample with the file it stands in. */
export interface PlacedSample extends Place {
  readonly sample: HttpSample;
  /** Where it begins in the text of its file. */
  readonly at: number;
}

export interface Samples {
  readonly request?: PlacedSample;
  readonly response?: PlacedSample;
}

/** The first request and the first answer that the fences print, told by their content. */
export function placedSamples(fences: readonly PlacedFence[]): Samples {
  const found: { request?: PlacedSample; response?: PlacedSample } = {};
  const messages = fences.filter(({ fence }) => isHttp(fence));
  for (const { fence, ...place } of byLanguage(messages, 'http', (one) => one.fence)) {
    const first = fence.text.trimStart();
    const placed = () => ({ ...place, sample: readHttpSample(fence.text, fence.line + 1), at: fence.at });
    if (/^HTTP\/\d/.test(first)) found.response ??= placed();
    else if (/^[A-Z]+ \S[^\n]*\n\s*[A-Za-z-]+:/.test(first)) found.request ??= placed();
  }
  return found;
}
