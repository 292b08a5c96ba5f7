import type { DiffChange, DiffRecord } from '../diff-record.ts';

const operations = ['EMail.GetMail', 'EMail.SaveMail', 'EMail.SendMail', 'EMail.SendMails'];
const source = { evidence: 'wsdl', page: 'soap/Services88/Services88-EMail.md', line: 174 };

const changes: readonly DiffChange[] = [
  {
    kind: 'order-changed',
    title: 'A member stands at another place of a SOAP sequence',
    impact: 'breaking',
    reasons: ['A service skips or refuses what comes too late in a sequence.'],
    directions: ['request'],
    at: 'Mail.MailId',
    type: 'Mail',
    before: { value: 'after Subject' },
    after: { value: 'first', source },
    operations,
    checks: [{ id: 'SOAP-SUCCEEDED', does: 'tightens' }],
  },
  {
    kind: 'status-added',
    title: 'A success status is new',
    impact: 'breaking',
    reasons: ['A caller takes only the documented ones for a success.'],
    directions: [],
    at: 'status',
    after: { value: '201', source },
    operations: ['EMail.SendMail'],
    checks: [{ id: 'REST-STATUS', does: 'loosens' }],
  },
  {
    kind: 'operation-added',
    title: 'An operation is new',
    impact: 'compatible',
    reasons: ['No caller asks for it yet.'],
    directions: [],
    at: 'EMail.Sort',
    after: { value: 'POST /Remote/Services88/EMail.svc', source },
    operations: ['EMail.Sort'],
    checks: [
      { id: 'SOAP-STATUS', does: 'adds' },
      { id: 'SOAP-WRAPPER', does: 'adds' },
    ],
  },
  {
    kind: 'operation-added',
    title: 'An operation is new',
    impact: 'compatible',
    reasons: ['No caller asks for it yet.'],
    directions: [],
    at: 'EMail.Snooze',
    after: { value: 'POST /Remote/Services88/EMail.svc', source },
    operations: ['EMail.Snooze'],
    checks: [{ id: 'SOAP-STATUS', does: 'adds' }],
  },
  {
    kind: 'member-added',
    title: 'A member is new',
    impact: 'compatible',
    reasons: ['A reader passes over what it does not know.'],
    directions: ['response'],
    at: 'Mail.Size',
    type: 'Mail',
    after: { value: 'int32', source },
    place: 'before Subject',
    operations,
    checks: [
      { id: 'SOAP-MEMBERS', does: 'adds' },
      { id: 'SOAP-EXTRA', does: 'loosens' },
    ],
  },
  {
    kind: 'enum-value-added',
    title: 'An enum has a new name',
    impact: 'compatible',
    reasons: ['No caller sends it yet.', 'A reader has to expect names that it does not know.'],
    directions: ['request', 'response'],
    at: 'Priority.Urgent',
    type: 'Priority',
    after: { value: 'Urgent', source },
    operations: ['EMail.SendMail'],
    checks: [{ id: 'SOAP-VALUE', does: 'loosens' }],
  },
];

/** What a small comparison tells: each kind of entry once. */
export const sampleDiff: DiffRecord = {
  format: 'soconform.diff/1',
  tool: { name: 'soconform', version: '1.2.3' },
  before: { kind: 'docs', name: 'old/docs', contracts: 1275, broken: 0 },
  after: { kind: 'docs', name: 'new/docs', contracts: 1277, broken: 2 },
  summary: { breaking: 2, compatible: 4, operations: { added: 2, removed: 0, changed: 4, unchanged: 1271 } },
  comparisons: [
    {
      from: 'soap-Services86',
      to: 'soap-Services88',
      operations: { added: 2, removed: 0, changed: 4, unchanged: 1271 },
      changes,
    },
  ],
};

/** Two sides that say the same. */
export const unchangedDiff: DiffRecord = {
  ...sampleDiff,
  before: { kind: 'catalogue', name: 'one', hash: '0123456789abcdef', contracts: 3, broken: 0 },
  after: { kind: 'catalogue', name: 'two', hash: 'fedcba9876543210', contracts: 3, broken: 0 },
  summary: { breaking: 0, compatible: 0, operations: { added: 0, removed: 0, changed: 0, unchanged: 3 } },
  comparisons: [
    {
      from: 'rest-v1',
      to: 'rest-v1',
      operations: { added: 0, removed: 0, changed: 0, unchanged: 3 },
      changes: [],
    },
  ],
};

/** The sample with one change, in which text of the pages is as given. */
export function diffWith(change: Partial<DiffChange>): DiffRecord {
  const [, added] = changes;
  const [comparison] = sampleDiff.comparisons;
  if (added === undefined || comparison === undefined) return sampleDiff;
  return { ...sampleDiff, comparisons: [{ ...comparison, changes: [{ ...added, ...change }] }] };
}
