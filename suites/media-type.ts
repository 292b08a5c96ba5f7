import { lately } from '../specs/lately.ts';

/** A media type as a header names it, in small letters. */
export interface MediaType {
  /** `application/json` */
  readonly name: string;
  readonly charset?: string;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const syntax = new RegExp(`^[ \\t]*(${token}/${token})[ \\t]*(;.*)?$`);
const charset = new RegExp(`;[ \\t]*charset=(?:"([^"\\\\]*)"|(${token}))[ \\t]*(?:;|$)`, 'i');

/** Reads a Content-Type; undefined for what is none. Tens of thousands of answers have the same few. */
export const readMediaType = lately(16, (value: string): MediaType | undefined => {
  const match = syntax.exec(value);
  if (match?.[1] === undefined) return undefined;
  const found = charset.exec(match[2] ?? '');
  const named = found?.[1] ?? found?.[2];
  return { name: match[1].toLowerCase(), ...(named === undefined ? {} : { charset: named.toLowerCase() }) };
});

/** The media types of an Accept header, without those that it refuses (`q=0`). */
export const acceptedTypes = lately(16, (accept: string): readonly string[] =>
  accept
    .split(',')
    .filter((range) => !/;[ \t]*q=0(?:\.0{0,3})?[ \t]*(?:;|$)/i.test(range))
    .flatMap((range) => readMediaType(range)?.name ?? []),
);
