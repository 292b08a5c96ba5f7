import { lately } from '../../specs/lately.ts';

/** What a request is refused for, in the words of findings. */
export type Reason =
  | 'the credential'
  | 'the rights'
  | 'the operation'
  | 'the data'
  | 'the message'
  | 'a failure of its own'
  | 'the verb'
  | 'the Accept header'
  | 'the media type'
  | 'the time it took'
  | 'the number of requests';

/** Refusals that have another reason than the message that was sent: what a status says first. */
export const reasonOfStatus: Readonly<Record<number, Reason | 'the address'>> = {
  401: 'the credential',
  403: 'the credential',
  404: 'the address',
  405: 'the verb',
  406: 'the Accept header',
  408: 'the time it took',
  415: 'the media type',
  429: 'the number of requests',
};

/** All that a status can say, where it says anything: at an address there may be no operation, or no such object. */
export const reasonsOfStatus: Readonly<Record<number, readonly Reason[]>> = {
  401: ['the credential'],
  403: ['the credential', 'the rights'],
  404: ['the operation', 'the data'],
  405: ['the verb', 'the operation'],
  406: ['the Accept header'],
  408: ['the time it took'],
  415: ['the media type'],
  429: ['the number of requests'],
  501: ['the operation'],
};

/** What refusals of a login say. Nothing publishes their words: these are those of .NET, of SuperOffice and of common gateways. */
const ofLogin: readonly RegExp[] = [
  /\b(?:log|sign)(?:ged|ged-|-)? ?(?:in|on)\b|\blogin\b|\blogon\b/i,
  /\bcredentials?\b|\bpasswords?\b/i,
  /\bauthenticat(?:e|ed|ion)\b|\bunauthenticated\b/i,
  /\bunauthori[sz]ed\b|\bauthori[sz]ation\b|\bnot authori[sz]ed\b|\baccess (?:is |was )?denied\b/i,
  /\b(?:session|ticket) (?:is |has |was )?(?:expired|invalid|missing|not (?:valid|found))\b/i,
  /\b(?:expired|invalid|missing|no valid|wrong) (?:session|ticket)\b/i,
];

/** What readers of JSON and XML say. */
const ofReading: readonly RegExp[] = [
  /\bline \d+, (?:column|position) \d+|\bposition \d+\b/i,
  /\bpars(?:e|er|ing)\b|\bdeseriali[sz]/i,
  /\binvalid (?:XML|JSON|start of a value)\b|\bnot (?:valid )?(?:XML|JSON)\b|\bnot well[- ]?formed\b|\bmalformed\b/i,
  /\bunexpected (?:end|character|token)\b/i,
  /\b(?:start|end) tag\b|\bnot closed\b|\broot (?:element|level)\b|\berror in XML document\b/i,
  /\b(?:request|message|body|document) (?:cannot|could not) be read\b/i,
];

/** What a server says that fell over its own feet. */
const ofCrash: readonly RegExp[] = [
  /\bobject reference not set\b|\bunhandled (?:exception|error)\b/i,
  /\binternal (?:server )?error\b|\ban error has occurred\b/i,
  // What stands behind an arrow is the reason, and this before it is said of any.
  /\bunable to process (?:the )?request\b(?!.*--->)/i,
  /^[ \t]*at [\w.<>`]+\(/m,
];

/** Names that a reader of XML or JSON quotes are those of the message, which may hold a Ticket and Credentials. */
const quoted = /'[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’|<[^>]*>/g;

/** Whether the words of a refusal are about the login, and so not about the message. */
export function speaksOfLogin(text: string): boolean {
  const plain = text.replace(quoted, ' ');
  return ofLogin.some((words) => words.test(plain));
}

/** What the words of a refusal say of its reason; none where they are no known ones, which says nothing. Thousands have the same few. */
export const reasonsOfWords = lately(16, (text: string): readonly Reason[] => {
  if (speaksOfLogin(text)) return ['the credential', 'the rights'];
  if (ofReading.some((words) => words.test(text))) return ['the message'];
  return ofCrash.some((words) => words.test(text)) ? ['a failure of its own'] : [];
});

/** Of the product: `SoNotFoundException`, `SuperOffice.Exceptions.…`; or what .NET has for an argument that cannot be so. */
const ofProduct = /^(?:SuperOffice\.|(?:\w+\.)*So[A-Z]\w*Exception$)|NotFound(?:Exception)?$/;
const ofArguments = /^System\.Argument(?:OutOfRange)?Exception$/;
/** Who asks, */
const namesLogin = /session|authenti|credential|log[io]n|ticket|token|unauthori[sz]ed/i;
/** and what he may: a value that is bound would not help. */
const namesRights = /unauthori[sz]ed|forbidden|access|sentry|security|permission|rights?\b|licen[cs]e/i;
const namesReading = /^(?:Argument|Format|Xml|Json|Serialization|InvalidCast|Overflow)\w*Exception$/;
const namesOperation = /^(?:NotImplemented|NotSupported|MissingMethod)Exception$/;

/** What the type of an exception says of the reason; none where it is no known one. */
export function reasonsOfType(type: string): readonly Reason[] {
  const own = type.slice(type.lastIndexOf('.') + 1);
  const ofWhom: readonly Reason[] = [
    ...(namesLogin.test(own) ? (['the credential'] as const) : []),
    ...(namesRights.test(own) ? (['the rights'] as const) : []),
  ];
  if (ofWhom.length > 0) return ofWhom;
  if (ofProduct.test(type)) return ['the data'];
  if (ofArguments.test(type)) return ['the data', 'the message'];
  if (namesReading.test(own)) return ['the message'];
  if (namesOperation.test(own)) return ['the operation'];
  return type.startsWith('System.') ? ['a failure of its own'] : [];
}
