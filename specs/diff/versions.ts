import type { Protocol, Types } from '../contract.ts';

/** Two versions side by side: their pools, and what differs only because the versions are called differently. */
export interface Versions {
  readonly protocol: Protocol;
  readonly before: Types;
  readonly after: Types;
  /** Whether two addresses or XML namespaces differ in more than the name of their generation. */
  differ(before: string, after: string): boolean;
}
