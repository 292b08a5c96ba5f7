import { mostKept } from './judgement.ts';
import { memberStep } from './names.ts';

/** What a JSON text shows that its value does not. */
export interface JsonScan {
  readonly duplicates: readonly { readonly path: string; readonly name: string }[];
  /** Integers beyond 2^53, which a double may round. */
  readonly big: readonly { readonly path: string; readonly digits: string }[];
  /** Where the text stops to be JSON; nothing behind it was looked at. */
  readonly error?: { readonly message: string; readonly offset: number };
}

/** One open object or array: the names that it had so far, or none for an array; and where in it the scan is. */
interface Frame {
  readonly names: Set<string> | undefined;
  step: string | number;
}

/** Reads over a JSON text (RFC 8259) without building its value. It accepts what `JSON.parse` accepts, at any depth. */
export function scanJson(text: string): JsonScan {
  const duplicates: { path: string; name: string }[] = [];
  const big: { path: string; digits: string }[] = [];
  const frames: Frame[] = [];
  const report = (message: string, offset: number): JsonScan => ({ duplicates, big, error: { message, offset } });

  let at = skipSpace(text, 0);
  for (;;) {
    // A value begins here.
    const code = text.charCodeAt(at);
    let opened = false;
    if (code === openObject || code === openArray) {
      const frame: Frame = { names: code === openObject ? new Set() : undefined, step: 0 };
      at = skipSpace(text, at + 1);
      if (text.charCodeAt(at) === code + 2) {
        at += 1;
      } else {
        frames.push(frame);
        opened = true;
      }
    } else if (code === quote) {
      const end = endOfString(text, at);
      if (end < 0) return report('a string that does not end or holds what must be escaped', -end);
      at = end;
    } else {
      literal.lastIndex = at;
      const word = literal.exec(text)?.[0];
      if (word === undefined) return report(at < text.length ? 'expected a value' : 'the text ends too early', at);
      if (code !== letterT && code !== letterF && code !== letterN && isBig(word)) {
        if (big.length < mostBig) big.push({ path: pathOf(frames), digits: word });
      }
      at += word.length;
    }

    // Behind a value: end what ends here, then go on to the next member or item.
    let frame = frames.at(-1);
    if (!opened) {
      for (; frame !== undefined; frame = frames.at(-1)) {
        at = skipSpace(text, at);
        const next = text.charCodeAt(at);
        if (next === comma) {
          at = skipSpace(text, at + 1);
          if (typeof frame.step === 'number') frame.step += 1;
          break;
        }
        if (next !== (frame.names === undefined ? closeArray : closeObject)) {
          return report(at < text.length ? 'expected a comma or the end of it' : 'the text ends too early', at);
        }
        at += 1;
        frames.pop();
      }
    }
    if (frame === undefined) {
      at = skipSpace(text, at);
      return at === text.length ? { duplicates, big } : report('expected the end of the text', at);
    }
    if (frame.names === undefined) continue;

    // A member's name.
    if (text.charCodeAt(at) !== quote) return report('expected a member name', at);
    const end = endOfString(text, at);
    if (end < 0) return report('a string that does not end or holds what must be escaped', -end);
    const raw = text.slice(at + 1, end - 1);
    const name = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
    if (frame.names.has(name) && duplicates.length < mostKept)
      duplicates.push({ path: pathOf(frames.slice(0, Math.min(frames.length - 1, 201))), name });
    frame.names.add(name);
    frame.step = name;
    at = skipSpace(text, end);
    if (text.charCodeAt(at) !== colon) return report('expected a colon', at);
    at = skipSpace(text, at + 1);
  }
}

/** More than that no answer has that means anything. */
const mostBig = 100_000;

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const letterF = 0x66;
const letterN = 0x6e;
const letterT = 0x74;
const letterU = 0x75;
const openObject = 0x7b;
const closeObject = 0x7d;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

/** The offset behind a string's closing quote, or the negative offset of what is wrong in it. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      const escaped = text.charCodeAt(at + 1);
      if (escaped === letterU) {
        if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) return -at;
        at += 6;
      } else {
        if (!'"\\/bfnrt'.includes(text.charAt(at + 1) || ' ')) return -at;
        at += 2;
      }
    } else if (code >= 0x20) {
      at += 1;
    } else {
      return -at;
    }
  }
}

/** Only what is written as an integer of 16 digits or more. */
function isBig(word: string): boolean {
  return word.length > 15 && /^-?\d+$/.test(word) && !Number.isSafeInteger(Number(word));
}

/** Of a place deeper than 200 levels the beginning: a judge goes no further either. */
function pathOf(frames: readonly Frame[]): string {
  const steps = frames.slice(0, 200).map(({ step }) => (typeof step === 'number' ? `[${step}]` : memberStep(step)));
  return frames.length > 200 ? `${steps.join('')}…` : steps.join('');
}
