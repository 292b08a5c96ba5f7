/** All members of T; one that T may lack is there, too, and may be undefined. */
export type Whole<T> = { readonly [key in keyof Required<T>]: T[key] };

/**
 * A value of which there are many, with all its members written out. Code that reads objects of two or three layouts in memory is
 * quick, and of five it is not; each member that some of them lack would double the layouts. A new member of T that is not
 * written where values are made does not compile.
 */
export function whole<T>(made: Whole<T>): T {
  return made as T;
}
