import type { Case } from '../fixtures/case.ts';

/** A request as it was sent, before anything is taken out of it. Never leaves the process unredacted. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came. */
export interface WireResponse {
  readonly status: number;
  /** Lower-case name and value, in the order of the wire; a name may occur more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The content, decoded from its transfer coding, and from a content coding that was asked for. */
  readonly body: Uint8Array;
  /**
   * Bytes that the client's own socket saw after the end of the answer's head (204) or content, until the
   * grace time was over. Only looked for where the contract answers 204 and where the case is watched.
   */
  readonly surplus: Uint8Array;
  /** How many bytes the content had on the wire, where `body` is what was compressed in it. */
  readonly packed?: number;
  /** How many bytes the content had, where it was let go of: it is told of, and not judged. */
  readonly cut?: number;
}

/**
 * Why there is no answer. `connect` is the network's fault, `answer` the target's; `stray` is the target's as well, but the
 * fault of the answer before it on the same connection, which was followed by bytes that belong to none. `limit`: it was more than
 * we read. `busy`: the target put the request off. `held`: it was not sent, for the target wants no more of them.
 */
export interface NoResponse {
  readonly stage: 'connect' | 'answer' | 'stray' | 'limit' | 'busy' | 'held';
  /** One line: what was tried and what happened. */
  readonly reason: string;
}

/** The request that was sent and what came back. */
export interface Exchange {
  readonly case: Case;
  readonly sent: SentRequest;
  readonly received: WireResponse | NoResponse;
  /** Milliseconds from the first byte sent to the last byte of the answer. */
  readonly ms: number;
}

export function answered(received: WireResponse | NoResponse): received is WireResponse {
  return 'status' in received;
}

/** How many characters names and values of headers have. */
export function headersLength(headers: WireResponse['headers']): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

/** The first header of that (lower-case) name. */
export function header(response: WireResponse, name: string): string | undefined {
  return response.headers.find(([candidate]) => candidate === name)?.[1];
}
