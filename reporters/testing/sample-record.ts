import type {
  RecordCase,
  RecordExchange,
  RecordFinding,
  RecordLevel,
  RecordVerdict,
  RunRecord,
  RunSummary,
} from '../record.ts';

const checks = [
  check('HTTP-ANSWERED', 'Every request is answered', 'MUST', 'RFC 9110 §15'),
  check('HTTP-204-NO-CONTENT', 'A 204 answer carries no content', 'MUST', 'RFC 9110 §15.3.5, RFC 9112 §6.3'),
  check('REST-STATUS', 'The status is one that the page lists', 'MUST', 'status table of the operation page'),
  check('REST-TYPE', 'Every member has its documented type', 'MUST', 'response table of the operation page'),
  check('REST-ENUM', 'An enum value is one of the known names', 'OBSERVE', 'WSDL of the twin'),
  check('REST-DATE', 'A date-time is written as the pages write it', 'MUST', 'response table of the operation page'),
  check('AUTH-SOAP-REQUIRED', 'A SOAP request without a ticket is refused', 'SHOULD', 'SOAP reference'),
  check('SOAP-WELL-FORMED', 'A SOAP answer is well-formed XML', 'MUST', 'XML 1.0 §2.1'),
  check('SOAP-ORDER', 'Elements come in the order of the schema', 'MUST', 'WSDL'),
  check('PARITY-VOID', 'An operation is void on both protocols or on none', 'SHOULD', 'twin'),
] as const;

function check(id: string, title: string, level: RecordLevel, source: string): RunRecord['checks'][number] {
  return { id, title, level, source };
}

function verdict(id: string, rest: Partial<RecordVerdict>): RecordVerdict {
  const level = checks.find((known) => known.id === id)?.level ?? 'MUST';
  return { check: id, outcome: 'pass', level, findings: [], seen: 1, ...rest };
}

function failed(id: string, findings: readonly RecordFinding[], rest: Partial<RecordVerdict> = {}): RecordVerdict {
  return verdict(id, { outcome: 'fail', findings, blame: 'target', seen: findings.length, ...rest });
}

const page = 'restful/agent/EMail_Agent/v1EMailAgent_SendEMails.md';
const soapPage = 'soap/Services86/Messaging/SendMessages.md';

const restExchange: RecordExchange = {
  request: {
    method: 'POST',
    url: 'https://tenant.example/Cust12345/api/v1/Agents/EMail/SendEMails',
    headers: {
      accept: 'application/json; charset=utf-8',
      authorization: 'Bearer ***',
      'content-type': 'application/json; charset=utf-8',
    },
    body: `{"OutgoingConnectionInfo":null,"Emails":[{"Subject":"it's here","Size":655}]}`,
  },
  response: {
    status: 200,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: '[{"Size":"655"}]',
  },
};

const soapExchange: RecordExchange = {
  request: {
    method: 'POST',
    url: 'https://tenant.example/Cust12345/Remote/Services86/Messaging.svc',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"http://www.superoffice.net/ws/crm/NetServer/Services86/Messaging/SendMessages"',
    },
    body:
      '<?xml version="1.0" encoding="utf-8"?>\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">' +
      '<s:Header><ApplicationToken xmlns="n">***</ApplicationToken><Credentials xmlns="n"><Ticket>***</Ticket>' +
      '</Credentials></s:Header><s:Body><SendMessages xmlns="n"/></s:Body></s:Envelope>',
  },
  response: {
    status: 200,
    headers: [['content-type', 'text/html']],
    body: '<html>',
  },
};

const typeFinding: RecordFinding = {
  at: 'body[0].Size',
  expected: 'int32',
  received: '"655"',
  level: 'MUST',
  source: { evidence: 'table', page, line: 79 },
  repair: 'write 655',
};

function restCase(name: string, verdicts: readonly RecordVerdict[], rest: Partial<RecordCase> = {}): RecordCase {
  return {
    id: `EMail.SendEMails/rest-v1/${name}`,
    contract: 'EMail.SendEMails/rest-v1',
    operation: 'EMail.SendEMails',
    protocol: 'rest',
    version: 'v1',
    origin: name.startsWith('generated') ? 'generated' : 'documented',
    effect: 'send',
    ms: 3.2,
    sent: true,
    ...(rest.sent === false ? {} : { answer: { status: 200, gave: 'value' } }),
    verdicts,
    ...rest,
  };
}

function soapCase(name: string, verdicts: readonly RecordVerdict[], rest: Partial<RecordCase> = {}): RecordCase {
  return {
    id: `Messaging.SendMessages/soap-Services86/${name}`,
    contract: 'Messaging.SendMessages/soap-Services86',
    operation: 'Messaging.SendMessages',
    protocol: 'soap',
    version: 'Services86',
    origin: 'documented',
    effect: 'send',
    ms: 4.1,
    sent: true,
    ...(rest.sent === false ? {} : { answer: { status: 200, gave: 'no-result' } }),
    verdicts,
    ...rest,
  };
}

function wrongSize(name: string): RecordCase {
  return restCase(
    name,
    [
      verdict('HTTP-ANSWERED', {}),
      verdict('REST-STATUS', {}),
      failed('REST-TYPE', [typeFinding]),
      verdict('REST-ENUM', { seen: 0 }),
      verdict('REST-DATE', { outcome: 'blocked', reason: 'REST-TYPE failed', blockedBy: 'REST-TYPE', seen: 0 }),
    ],
    { exchange: restExchange },
  );
}

const cases: readonly RecordCase[] = [
  wrongSize('documented'),
  wrongSize('camel-case'),
  wrongSize('arrays-0'),
  wrongSize('arrays-1'),
  restCase('generated-1', [
    verdict('HTTP-ANSWERED', {}),
    verdict('REST-STATUS', {}),
    verdict('REST-TYPE', { seen: 40 }),
    verdict('REST-ENUM', {
      outcome: 'observed',
      seen: 2,
      findings: [
        { at: 'body[0].Priority', expected: 'one of Low, Normal, High', received: '"Urgent"', level: 'OBSERVE' },
      ],
    }),
    verdict('REST-DATE', {}),
  ]),
  soapCase(
    'documented',
    [
      verdict('HTTP-ANSWERED', {}),
      failed('SOAP-WELL-FORMED', [
        {
          at: 'body line 1',
          expected: 'well-formed XML',
          received: '<html>\u001b[2J\u0007 & more\r\n',
          level: 'MUST',
          source: { evidence: 'wsdl', page: soapPage, line: 30 },
        },
      ]),
      verdict('SOAP-ORDER', {
        outcome: 'blocked',
        reason: 'SOAP-WELL-FORMED failed',
        blockedBy: 'SOAP-WELL-FORMED',
        seen: 0,
      }),
    ],
    { exchange: soapExchange },
  ),
  soapCase(
    'no-credential',
    [
      verdict('HTTP-ANSWERED', {}),
      failed('AUTH-SOAP-REQUIRED', [
        {
          at: 'status',
          expected: 'a refusal',
          received: '200 and Succeeded true',
          level: 'SHOULD',
          source: { evidence: 'wsdl', page: soapPage, line: 7 },
        },
      ]),
      verdict('SOAP-ORDER', {
        outcome: 'broken',
        reason: 'TypeError: cannot read the order',
        blame: 'suite',
        seen: 0,
      }),
    ],
    { effect: 'read' },
  ),
  {
    id: 'EMail.RelayMessage/rest-v1/documented',
    contract: 'EMail.RelayMessage/rest-v1',
    operation: 'EMail.RelayMessage',
    protocol: 'rest',
    version: 'v1',
    origin: 'documented',
    effect: 'send',
    ms: 0,
    sent: false,
    verdicts: ['HTTP-ANSWERED', 'HTTP-204-NO-CONTENT', 'REST-STATUS', 'PARITY-VOID'].map((id) =>
      verdict(id, { outcome: 'skipped', reason: 'its effect is send and --allow is read', seen: 0 }),
    ),
  },
  {
    id: 'Messaging.GetPlugins/soap-Services87/generated-1',
    contract: 'Messaging.GetPlugins/soap-Services87',
    operation: 'Messaging.GetPlugins',
    protocol: 'soap',
    version: 'Services87',
    origin: 'generated(1)',
    effect: 'read',
    ms: 2.1,
    sent: true,
    verdicts: ['HTTP-ANSWERED', 'SOAP-ORDER'].map((id) =>
      verdict(id, {
        outcome: 'skipped',
        reason: 'unsupported: its service answers that it knows no such operation',
        seen: 0,
      }),
    ),
  },
];

/** Counts what the cases say, as the engine does. */
export function summaryOf(counted: readonly RecordCase[], operations: number): RunSummary {
  const verdicts = counted.flatMap((one) => one.verdicts);
  const count = (outcome: RecordVerdict['outcome']): number =>
    verdicts.filter((each) => each.outcome === outcome).length;
  return {
    operations,
    unsupported: 1,
    cases: counted.length,
    pass: count('pass'),
    fail: count('fail'),
    observed: count('observed'),
    skipped: count('skipped'),
    blocked: count('blocked'),
    broken: count('broken'),
    known: 0,
    covered: new Set(
      cases.filter(({ answer }) => answer !== undefined && answer.gave !== 'no-result').map(({ contract }) => contract),
    ).size,
    passWithoutEvidence: verdicts.filter((each) => each.outcome === 'pass' && each.seen === 0).length,
  };
}

/** A record with every outcome, a hostile answer, a secret that was taken out and a contract that was not asked. */
export const sampleRecord: RunRecord = {
  format: 'soconform.run/1',
  tool: { name: 'soconform', version: '0.1.0' },
  catalogue: {
    name: 'catalogue',
    hash: '0123456789abcdef',
    generations: ['rest-v1', 'soap-Services86', 'soap-Services87'],
  },
  target: {
    url: 'https://tenant.example/Cust12345',
    name: 'tenant.example',
    auth: 'bearer',
    emulator: false,
    version: '10.2.\u001b[2J1',
    versions: [
      { from: 'GET /api', version: '10.2.\u001b[2J1', facts: { NetServerVersion: '10.2.\u001b[2J1' } },
      { from: 'SoPrincipal.GetSystemInfo/soap-Services86', facts: {}, unknown: 'GetSystemInfo answered 500' },
    ],
  },
  seed: 1,
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: '2026-01-02T03:04:07.500Z',
  complete: true,
  summary: summaryOf(cases, 4),
  checks,
  contracts: [
    {
      id: 'EMail.RelayMessage/rest-v1',
      operation: 'EMail.RelayMessage',
      protocol: 'rest',
      version: 'v1',
      effect: 'send',
      source: { evidence: 'table', page: 'restful/agent/EMail_Agent/v1EMailAgent_RelayMessage.md', line: 9 },
    },
    {
      id: 'EMail.SendEMails/rest-v1',
      operation: 'EMail.SendEMails',
      protocol: 'rest',
      version: 'v1',
      effect: 'send',
      source: { evidence: 'table', page, line: 9 },
    },
    {
      id: 'Messaging.SendMessages/soap-Services86',
      operation: 'Messaging.SendMessages',
      protocol: 'soap',
      version: 'Services86',
      effect: 'send',
      source: { evidence: 'sample', page: soapPage, line: 7 },
    },
    {
      id: 'Messaging.GetPlugins/soap-Services87',
      operation: 'Messaging.GetPlugins',
      protocol: 'soap',
      version: 'Services87',
      effect: 'read',
      source: { evidence: 'wsdl', page: soapPage, line: 9 },
    },
  ],
  cases,
  notAsked: [{ contract: 'EMail.RelayMessage/rest-v1', reason: 'its effect is send and --allow is read' }],
  unsupported: [
    {
      contract: 'Messaging.GetPlugins/soap-Services87',
      reason: 'its service answers that it knows no such operation',
      required: false,
    },
  ],
  required: [],
  evidence: { 'EMail.SendEMails/rest-v1 output[].Size': { typed: 5, nulls: 0, seen: 'typed' } },
};
