import type { XmlNode } from './xml.ts';

/** An envelope as a sample prints it. Lines and offsets are counted from the beginning of its text. */
export interface Envelope {
  readonly root: Tag & Pick<XmlNode, 'start'>;
  /** What stands beside the body: credentials. */
  readonly beside: readonly XmlNode[];
  /** The one element in the body. */
  readonly wrapper: Tag;
  /** What stands in that. */
  readonly members: readonly ShownElement[];
}

type Tag = Pick<XmlNode, 'name' | 'prefix' | 'namespace' | 'line'>;

/**
 * An element that may have been read where it stood before: its lines and offsets, and those of what is in it, are by so
 * many larger here.
 */
export interface ShownElement {
  readonly node: XmlNode;
  readonly offset: number;
  readonly lines: number;
}
