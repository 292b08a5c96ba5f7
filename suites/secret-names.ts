/** Stands in the place of a secret. */
export const hidden = '***';

const secretName =
  /pass(?:word|wd|phrase)|pwd$|secret|tickets?$|tokens?$|credentials?$|api[-_]?key|authorization$|cookie/i;
/** The service has tickets of another kind, which are counted: a number under such a name is no secret. */
const countedName = /tickets?$/i;

/** Whether the value of a member, element, attribute, header or parameter of that name is a secret wherever it stands. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** `"Password": "..."`, also with a number, a list of texts, or without its end. */
const jsonMember =
  /"([\w.$@ -]{1,80})"(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*|\[\s*"(?:[^"\\]|\\.|"\s*,\s*")*(?:"\s*\]|\\?$))/g;
/** The same as it stands in a text that is itself quoted: `\"Password\":\"...\"`, `&quot;Password&quot;:&quot;...&quot;`. */
const quotedMember = /(\\"|&quot;|&#34;)([\w.-]+)\1(\s*:\s*)\1((?:(?!\1)[\s\S])*)(?:\1|$)/g;
/** `<a:Password i:type="...">...</a:Password>`, with CDATA. */
const element = /<((?:[\w.-]+:)?([\w.-]+))((?:\s[^<>]*)?)>((?:[^<]|<!\[CDATA\[[\s\S]*?(?:\]\]>|$))+)/g;
/** The same with its brackets escaped. */
const quotedElement = /&lt;((?:[\w.-]+:)?([\w.-]+))((?:\s(?:(?!&[lg]t;)[^<])*)?)&gt;((?:(?!&lt;)[^<])+)/g;
/** `password=...` in a query, a form or an attribute. */
const assignment = /(?<![\w.:$-])([\w.:$-]+)(\s*=\s*)("[^"]*(?:"|$)|'[^']*(?:'|$)|[^&;,\s"'<>]+)/g;
/** `Basic ...`, `SoTicket ...` in the middle of a text. */
const schemes = /\b(basic|bearer|soticket)(\s+|%20)([\w.~+/:=-]{8,})/gi;

/** Hides the values of everything that is named like a secret, in JSON, XML, URLs and forms, also where these are quoted. */
export function hideNamed(text: string): string {
  return text
    .replace(jsonMember, (whole, name: string, colon: string, value: string) =>
      isSecretName(name) && !(countedName.test(name) && /^-?\d/.test(value)) ? `"${name}"${colon}"${hidden}"` : whole,
    )
    .replace(quotedMember, (whole, quote: string, name: string, colon: string) =>
      isSecretName(name) ? `${quote}${name}${quote}${colon}${quote}${hidden}${quote}` : whole,
    )
    .replace(element, (whole, tag: string, name: string, attributes: string, content: string) =>
      isSecretName(name) && content.trim() !== '' ? `<${tag}${attributes}>${hidden}` : whole,
    )
    .replace(quotedElement, (whole, tag: string, name: string, attributes: string, content: string) =>
      isSecretName(name) && content.trim() !== '' ? `&lt;${tag}${attributes}&gt;${hidden}` : whole,
    )
    .replace(assignment, (whole, name: string, equals: string, value: string) =>
      isSecretName(name) && !/^["']?["']$/.test(value)
        ? `${name}${equals}${value.startsWith('"') ? `"${hidden}"` : hidden}`
        : whole,
    )
    .replace(schemes, (_whole, scheme: string, gap: string) => `${scheme}${gap}${hidden}`);
}
