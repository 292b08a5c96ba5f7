/** A part of a text, from a character to before another. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
