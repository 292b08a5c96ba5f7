import type { Protocol } from '../contract.ts';

/** What a difference does to a caller that was right before: it goes on working, or not. */
export type Impact = 'breaking' | 'compatible';

/** The way that a message goes: from the caller to the service, or back. */
export type Direction = 'request' | 'response';

export interface Rule {
  readonly impact: Impact;
  readonly reason: string;
}

/** One rule for both protocols, or one for each. */
type Ruling = Rule | Readonly<Record<Protocol, Rule>>;

/** A difference of the call as a whole has one ruling; one of a message has a ruling for each direction. */
type Row = { readonly title: string } & (
  { readonly call: Ruling } | { readonly request: Ruling; readonly response: Ruling }
);

const breaks = (reason: string): Rule => ({ impact: 'breaking', reason });
const keeps = (reason: string): Rule => ({ impact: 'compatible', reason });

const said = keeps('What is documented has changed, not what is known to go over the wire.');
const lost = 'What a caller says there is refused or not read any more.';
const unread = 'A caller reads what does not come any more.';

/**
 * Every kind of difference, whom it breaks, and why. What a caller sends must still be taken: requests may only ask for
 * less and take more. What a caller reads must still be there: results may only promise more and vary less. Members and
 * enum names that are new in a result break nobody: SuperOffice adds them in every generation, and a reader has to pass
 * over what it does not know.
 */
const table = {
  'generation-removed': { title: 'A version is gone', call: breaks('Its addresses answer no more.') },
  'generation-added': { title: 'A version is new', call: keeps('No caller asks it yet.') },
  'operation-removed': { title: 'An operation is gone', call: breaks('Whoever calls it gets no result.') },
  'operation-added': { title: 'An operation is new', call: keeps('No caller asks for it yet.') },
  'address-changed': { title: 'An operation has another address', call: breaks('A caller asks at the old one.') },
  'soap-action-changed': { title: 'An operation has another SOAPAction', call: breaks('A caller names the old one.') },
  'wrapper-changed': {
    title: 'The element in the SOAP Body is another one',
    request: breaks('A caller sends the old one.'),
    response: breaks('A caller looks for the old one.'),
  },
  'status-added': {
    title: 'A success status is new',
    call: breaks('A caller takes only the documented ones for a success.'),
  },
  'status-removed': { title: 'A success status is gone', call: keeps('A caller that expects it is never surprised.') },
  'other-status-added': {
    title: 'Another status than those of success is new',
    call: keeps('A caller takes whatever is no success for a refusal.'),
  },
  'other-status-removed': {
    title: 'Another status than those of success is gone',
    call: keeps('A caller that expects it is never surprised.'),
  },
  'media-type-added': {
    title: 'A media type is new',
    request: keeps('No caller sends it yet.'),
    response: keeps('It comes only to a caller that accepts it.'),
  },
  'media-type-removed': {
    title: 'A media type is gone',
    request: breaks('A body of that type is refused.'),
    response: breaks('A caller that accepts nothing else gets no result.'),
  },
  'effect-raised': { title: 'A call does more to the target', call: breaks('What a caller held harmless is not.') },
  'effect-lowered': { title: 'A call does less to the target', call: keeps('A caller was ready for more.') },
  restricted: {
    title: 'A page says now that an agent is restricted Online',
    call: {
      rest: breaks('Tenants that it is not enabled for refuse the call.'),
      soap: keeps('SOAP pages often leave it out: that they did not say so before proves nothing.'),
    },
  },
  unrestricted: {
    title: 'No page says any more that an agent is restricted Online',
    call: keeps('Nobody is refused who was not.'),
  },
  experimental: { title: 'An operation is marked experimental', call: said },
  'not-experimental': { title: 'An operation is not experimental any more', call: said },
  'result-length-stated': {
    title: 'A page says now that a result has one item for each of an argument',
    call: keeps('A caller reads what comes.'),
  },
  'result-length-unstated': {
    title: 'No page says any more that a result has one item for each of an argument',
    call: keeps('It stands in prose, which some editions of the pages leave out: silence takes nothing back.'),
  },
  'result-length-changed': {
    title: 'A result has one item for each of another argument',
    call: breaks('A caller finds what belongs to an argument by its place.'),
  },
  'parameter-added': { title: 'A query parameter is new', call: keeps('A caller that leaves it out is still right.') },
  'required-parameter-added': {
    title: 'A required query parameter is new',
    call: breaks('A caller that does not know it leaves it out.'),
  },
  'parameter-removed': { title: 'A query parameter is gone', call: breaks(lost) },
  'parameter-required': {
    title: 'A query parameter is required now',
    call: breaks('A caller was free to leave it out.'),
  },
  'parameter-optional': {
    title: 'A query parameter is optional now',
    call: keeps('A caller that sends it is still right.'),
  },
  'body-added': {
    title: 'A body is new',
    request: breaks('A caller that sends none leaves out what is asked for.'),
    response: keeps('No caller reads it yet.'),
  },
  'body-removed': { title: 'A body is gone', request: breaks(lost), response: breaks(unread) },
  'header-part-added': {
    title: 'A part of soap:Header is new',
    request: keeps('A caller that leaves it out, or sends it nil, is still right.'),
    response: keeps('A reader passes over what it does not know.'),
  },
  'required-header-part-added': {
    title: 'A part of soap:Header that is never nil is new',
    request: breaks('A caller that does not know it leaves it out.'),
    response: keeps('A reader passes over what it does not know.'),
  },
  'header-part-removed': { title: 'A part of soap:Header is gone', request: breaks(lost), response: breaks(unread) },
  'member-added': {
    title: 'A member is new',
    request: keeps('No source says that it is required: a caller that leaves it out is still right.'),
    response: keeps('A reader passes over what it does not know.'),
  },
  'required-member-added': {
    title: 'A required member is new',
    request: breaks('A caller that does not know it leaves it out.'),
    response: keeps('A reader passes over what it does not know.'),
  },
  'member-removed': { title: 'A member is gone', request: breaks(lost), response: breaks(unread) },
  'member-recased': {
    title: 'A name has other letters in upper case',
    request: { rest: keeps('JSON names are read in any letter case.'), soap: breaks('XML names are exact.') },
    response: breaks('A caller looks for the exact name.'),
  },
  'member-required': {
    title: 'A member is required now',
    request: breaks('A caller was free to leave it out.'),
    response: keeps('A caller was ready for its absence.'),
  },
  'member-optional': {
    title: 'A member may be missing now',
    request: keeps('A caller that sends it is still right.'),
    response: breaks('A caller relies on its presence.'),
  },
  'member-nullable': {
    title: 'A member may be null now',
    request: keeps('A caller that sends a value is still right.'),
    response: breaks('A caller is not ready for null.'),
  },
  'member-not-null': {
    title: 'A member is never null now',
    request: breaks('A caller was free to send null.'),
    response: keeps('A caller was ready for null.'),
  },
  'order-changed': {
    title: 'A member stands at another place of a SOAP sequence',
    request: breaks('A service skips or refuses what comes too late in a sequence.'),
    response: breaks('A reader of the old sequence skips or refuses what comes too late.'),
  },
  'type-widened': {
    title: 'A type takes more values',
    request: keeps('All that a caller sends is still a value of it.'),
    response: breaks('A caller may read a value that it was not ready for.'),
  },
  'type-narrowed': {
    title: 'A type takes fewer values',
    request: breaks('A caller may send a value that is not taken any more.'),
    response: keeps('A caller was ready for more.'),
  },
  'type-replaced': {
    title: 'A type is another one',
    request: breaks('What a caller sends is of the old type.'),
    response: breaks('A caller reads a value of the old type.'),
  },
  'type-renamed': {
    title: 'A named type has another name',
    request: breaks('An xsi:type names the old one.'),
    response: breaks('A caller does not know the new one in an xsi:type.'),
  },
  'namespace-changed': {
    title: 'A type is in another XML namespace',
    request: breaks('A caller sends its elements in the old one.'),
    response: breaks('A caller looks for its elements in the old one.'),
  },
  'element-renamed': {
    title: 'The element around items has another name',
    request: breaks('A caller sends the old one.'),
    response: breaks('A caller looks for the old one.'),
  },
  'enum-value-added': {
    title: 'An enum has a new name',
    request: keeps('No caller sends it yet.'),
    response: keeps('A reader has to expect names that it does not know.'),
  },
  'enum-value-removed': {
    title: 'A name of an enum is gone',
    request: breaks('A caller that sends it is refused.'),
    response: keeps('A caller that expects it is never surprised.'),
  },
  'derived-type-added': {
    title: 'A derived type is new',
    request: keeps('No caller sends it yet.'),
    response: keeps('A reader takes a type that it does not know for its base.'),
  },
  'derived-type-removed': {
    title: 'A derived type is gone',
    request: breaks('A caller that sends it is refused.'),
    response: keeps('A caller that expects it is never surprised.'),
  },
  'occurrence-stated': { title: 'A source says now whether a member may be missing', request: said, response: said },
  'occurrence-unstated': {
    title: 'No source says any more whether a member may be missing',
    request: said,
    response: said,
  },
  'null-stated': { title: 'A source says now whether a member may be null', request: said, response: said },
  'null-unstated': { title: 'No source says any more whether a member may be null', request: said, response: said },
  'type-stated': { title: 'A source says now what type a value has', request: said, response: said },
  'type-unstated': { title: 'No source says any more what type a value has', request: said, response: said },
} as const satisfies Readonly<Record<string, Row>>;

export type ChangeKind = keyof typeof table;

/** In the order of the table: from the call as a whole to the single value. */
export const changeKinds = Object.keys(table) as readonly ChangeKind[];

export function titleOf(kind: ChangeKind): string {
  return table[kind].title;
}

/** The rules that a difference falls under: one, or one for each direction in which it is met. */
export function rulesFor(kind: ChangeKind, directions: readonly Direction[], protocol: Protocol): readonly Rule[] {
  const row: Row = table[kind];
  const rulings = 'call' in row ? [row.call] : directions.map((direction) => row[direction]);
  return rulings.map((ruling) => ('impact' in ruling ? ruling : ruling[protocol]));
}
