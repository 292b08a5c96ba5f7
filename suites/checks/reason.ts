/** What refusals of a login say. Nothing publishes their words: these are those of .NET, of SuperOffice and of common gateways. */
const ofLogin: readonly RegExp[] = [
  /\b(?:log|sign)(?:ged|ged-|-)? ?(?:in|on)\b|\blogin\b|\blogon\b/i,
  /\bcredentials?\b|\bpasswords?\b/i,
  /\bauthenticat(?:e|ed|ion)\b|\bunauthenticated\b/i,
  /\bunauthori[sz]ed\b|\bauthori[sz]ation\b|\bnot authori[sz]ed\b|\baccess (?:is |was )?denied\b/i,
  /\b(?:session|ticket) (?:is |has |was )?(?:expired|invalid|missing|not (?:valid|found))\b/i,
  /\b(?:expired|invalid|missing|no valid|wrong) (?:session|ticket)\b/i,
];

/** Names that a reader of XML or JSON quotes are those of the message, which may hold a Ticket and Credentials. */
const quoted = /'[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’|<[^>]*>/g;

/** Whether the words of a refusal are about the login, and so not about the message. */
export function speaksOfLogin(text: string): boolean {
  const plain = text.replace(quoted, ' ');
  return ofLogin.some((words) => words.test(plain));
}
