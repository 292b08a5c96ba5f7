/** What the first finding says when the canned server is spoiled in that way: place, expectation, what came. */
export type CannedFinding = readonly [
  fault: string,
  check: string,
  caseId: string,
  at: string,
  expected: string,
  received: string,
];
