import type { Errata } from '../extract/errata.ts';
import type { ProblemRule } from '../extract/problem.ts';
import type { Dispute } from '../contract.ts';
import type { DefectRule } from './defect.ts';

type Text = Omit<DefectRule, 'id'>;

const ofProblems: Readonly<Record<ProblemRule, Text>> = {
  'FILE-UNREADABLE': {
    level: 'error',
    title: 'A file cannot be read',
    help: 'Nothing of the file is in the catalogue. Make it a plain file that whoever builds the documentation may read.',
  },
  'FILE-ENCODING': {
    level: 'error',
    title: 'A page is not in UTF-8',
    help: 'Nothing of the page is in the catalogue, and browsers show other characters than were meant. The line is the first with bytes that are no UTF-8: save the page in UTF-8.',
  },
  'FILE-TOO-LARGE': {
    level: 'error',
    title: 'A file is larger than any page',
    help: 'Nothing of the file is in the catalogue: no page or WSDL of the reference has a hundredth of this size. Remove what is not documentation.',
  },
  'LINK-BROKEN': {
    level: 'error',
    title: 'A symbolic link leads nowhere or in a circle',
    help: 'Nothing can be read through the link. Let it lead to a file, or remove it.',
  },
  'LINK-NOT-FOLLOWED': {
    level: 'none',
    title: 'A symbolic link is not followed',
    help: 'Pages are read where they lie, so that each counts once and nothing outside the folder is read. A page that lies outside is not in the catalogue.',
  },
  'PAGE-OTHER': {
    level: 'none',
    title: 'A page is about something other than an operation',
    help: 'An index, a guide or a list of members: there is nothing in it that a contract is made of.',
  },
  'PAGE-REPEATED': {
    level: 'warning',
    title: 'An operation has a page more than once',
    help: 'The first page, in the order of paths, is the contract; what this one says is not used. Remove one of the two.',
  },
  'PAGE-INCOMPLETE': {
    level: 'error',
    title: 'A page of an operation lacks a part',
    help: 'The page is no contract. An operation page has its address, a table of request headers, a table of statuses and one sample each of request and response.',
  },
  'PAGE-FENCE': {
    level: 'error',
    title: 'A code block is not closed',
    help: 'All that follows is part of the code block, on the published page as well. Close it with as many backquotes as it begins with; the line is where it begins.',
  },
  'PAGE-INCLUDE': {
    level: 'error',
    title: 'An included file is missing or broken',
    help: 'The page includes a file that is not there, lies outside the documentation, cannot be read, or includes itself. The published page lacks what the file was to say.',
  },
  'PAGE-TABLE': {
    level: 'error',
    title: 'A table does not say what its place wants',
    help: 'A row has too few cells, or a cell holds something else than its column says.',
  },
  'PAGE-NONE': {
    level: 'warning',
    title: 'A WSDL has an operation without a page',
    help: 'The contract is made of the WSDL alone: no sample confirms it, and nothing says what the operation is for. Add its page, or mend the one that could not be read.',
  },
  'SAMPLE-JSON': {
    level: 'error',
    title: 'A sample is not JSON',
    help: 'Whoever copies the sample gets an error from the server or from the own code. The line is where the text stops being JSON.',
  },
  'SAMPLE-XML': {
    level: 'error',
    title: 'A sample is not well-formed XML',
    help: 'Whoever copies the sample gets an error from the server or from the own code. The line is where the text stops being XML.',
  },
  'SAMPLE-ENVELOPE': {
    level: 'error',
    title: 'A sample is no SOAP message of its operation',
    help: 'A sample is an Envelope with a Body in it, and the one element of the Body is that of the operation.',
  },
  'WSDL-XML': {
    level: 'error',
    title: 'A WSDL is not well-formed XML',
    help: 'No tool can read the service. The line is where the text stops being XML.',
  },
  'WSDL-DEFINITION': {
    level: 'error',
    title: 'A WSDL says something that cannot be resolved',
    help: 'A name leads to no definition of the file, or a definition is of a form that the published services do not have. What is told of, the whole service or one operation, is read from samples instead.',
  },
  'TYPE-REPEATED': {
    level: 'error',
    title: 'Two services define a type differently',
    help: 'Within one version, a type of a name is the same for all services; the first definition is used. Whoever generates code for both services gets two classes of one name.',
  },
  'SWAGGER-FILE': {
    level: 'error',
    title: 'A Swagger file cannot be read',
    help: 'The file is not used. It is JSON, says `"swagger": "2.0"`, and each reference in it leads to a definition of the same file.',
  },
};

const ofDisputes: readonly DefectRule[] = [
  {
    id: 'DISPUTE-TYPE',
    level: 'warning',
    title: 'Two places give a member different types',
    help: 'The contract takes the type of the source that is known to be more exact: a WSDL before a table, a table before a sample. Mend the place that is wrong.',
  },
  {
    id: 'DISPUTE-MEMBERS',
    level: 'warning',
    title: 'Two places list different members, or another order',
    help: 'The contract takes the members of the WSDL, or of the table where there is none. In SOAP, the order is part of what a message says.',
  },
  {
    id: 'DISPUTE-ELEMENT',
    level: 'warning',
    title: 'A sample has another element than the WSDL',
    help: 'The contract takes name and namespace of the WSDL; a message like the sample is refused.',
  },
  {
    id: 'DISPUTE-BODY',
    level: 'warning',
    title: 'A body is shown nowhere, or where there is none',
    help: 'A title or a sentence says that a message has a body, and neither table nor sample shows it: add a table of its members. Or a sample shows a body that the status excludes: remove it.',
  },
  {
    id: 'DISPUTE-OTHER',
    level: 'warning',
    title: 'Two places contradict each other',
    help: 'The contract takes what the more exact source says. Mend the place that is wrong.',
  },
];

/** The rule for a dispute, by what it is about: the last step of its place, `output[].Priority/type`, or its member. */
export function disputeRule({ at, chosen }: Dispute): string {
  if (chosen.value === 'unknown') return 'DISPUTE-BODY';
  const slash = at.lastIndexOf('/');
  if (slash < 0) return at.includes('.') ? 'DISPUTE-MEMBERS' : 'DISPUTE-BODY';
  const id = `DISPUTE-${at.slice(slash + 1).toUpperCase()}`;
  return ofDisputes.some((rule) => rule.id === id) ? id : 'DISPUTE-OTHER';
}

/** All rules, sorted by id. An erratum explains itself. */
export function defectRules(errata: Errata): readonly DefectRule[] {
  const problems = Object.entries(ofProblems).map(([id, text]) => ({ id, ...text }));
  const written = Object.values(errata).map(({ id, reason }): DefectRule => {
    const [title = reason] = reason.replace(/\.$/, '').split(';');
    return { id, level: 'warning', title, help: reason };
  });
  return [...problems, ...ofDisputes, ...written].sort((left, right) => (left.id < right.id ? -1 : 1));
}
