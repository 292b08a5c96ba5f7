/** Characters that XML 1.0 cannot hold, not even as a reference. */
// oxlint-disable-next-line no-control-regex
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u;
const special = /[&<>\r]/;
const specialInAttribute = /[&<>"\t\n\r]/;

// Without the flag u a search is several times as fast; it stops at half of every surrogate pair, which is rare.
// oxlint-disable-next-line no-control-regex
const suspect = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;

export const isXmlText = (text: string): boolean => !suspect.test(text) || !illegal.test(text);

/** Text of an element. A carriage return is written as a reference, because readers turn a bare one into a newline. */
export function escapeText(text: string): string {
  return special.test(text) ? text.replace(/[&<>\r]/g, (character) => references[character] ?? character) : text;
}

/** Value of an attribute, for double quotes. */
export function escapeAttribute(text: string): string {
  if (!specialInAttribute.test(text)) return text;
  return text.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
