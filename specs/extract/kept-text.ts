/**
 * A text that is needed later, as bytes. Tens of megabytes of pages wait for the last WSDL to be read, and samples for
 * the catalogue to be written: as texts they would be moved about by every collection of garbage.
 */
export interface KeptText {
  readonly slab: Buffer;
  readonly from: number;
  readonly to: number;
  readonly encoding: 'latin1' | 'utf8';
}

const slabSize = 1 << 20;

/** Keeps texts in slabs of a megabyte; a slab is free again when none of its texts is needed any more. */
export function textKeeper(): (text: string) => KeptText {
  let slab = Buffer.allocUnsafeSlow(0);
  let used = 0;
  return (text) => {
    const length = Buffer.byteLength(text);
    if (slab.length - used < length) {
      slab = Buffer.allocUnsafeSlow(Math.max(slabSize, length));
      used = 0;
    }
    const from = used;
    // As many bytes as characters: all of it is ASCII, and written and read back several times as fast.
    const encoding = length === text.length ? 'latin1' : 'utf8';
    used += slab.write(text, from, encoding);
    return { slab, from, to: used, encoding };
  };
}

/** A part of a text that was put aside, and where it begins there. */
interface Part {
  readonly page: string;
  readonly verbatim: string;
  readonly at: number;
}

/** Puts a part of a page, or of a file that it includes, aside: for a part of a page that is kept, nothing is copied. */
export type KeepPart = (part: Part) => KeptText;

export function partKeeper(page: string, kept: KeptText, keep: (text: string) => KeptText): KeepPart {
  return (part) => {
    // A byte is a character only where all of them are ASCII.
    if (part.page !== page || kept.encoding !== 'latin1') return keep(part.verbatim);
    const from = kept.from + part.at;
    return { ...kept, from, to: from + part.verbatim.length };
  };
}

export function textOf({ slab, from, to, encoding }: KeptText): string {
  return slab.toString(encoding, from, to);
}

export function sameText(left: KeptText, right: KeptText): boolean {
  return left.slab.compare(right.slab, right.from, right.to, left.from, left.to) === 0;
}
