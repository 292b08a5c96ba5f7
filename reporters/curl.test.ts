import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curlLine, replayLine } from './curl.ts';
import { reporters } from './index.ts';
import { sampleRecord } from './testing/sample-record.ts';
import { redEnding } from './testing/shapes.ts';

const url = 'https://tenant.example/api/v1/Agents/EMail/SendEMails';

const environment = {
  PATH: process.env.PATH ?? '',
  SOCONFORM_BEARER: 'bearer $HOME `id`',
  SOCONFORM_TICKET: '7T:ticket==',
  SOCONFORM_USER: 'user',
  SOCONFORM_PASSWORD: `p'w"d`,
  SOCONFORM_APP_TOKEN: 'token',
};

/** What a shell makes of the line: the arguments that curl gets, and what it reads. */
function run(line: string | undefined): { readonly args: readonly string[]; readonly stdin: string } {
  const script = `curl() { printf '%s\\0' "$@"; case " $* " in *' @- '*) printf '@stdin@\\0'; cat;; esac; }\n${line}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: environment });
  if (stderr !== '' || line === undefined) throw new Error(stderr);
  const end = stdout.indexOf('@stdin@\0');
  const args = end === -1 ? stdout : stdout.slice(0, end);
  return { args: args.split('\0').slice(0, -1), stdin: end === -1 ? '' : stdout.slice(end + '@stdin@\0'.length) };
}

function bodyOf(line: string | undefined): string {
  const { args, stdin } = run(line);
  const body = args[args.indexOf('--data-binary') + 1] ?? '';
  return body === '@-' ? stdin : body;
}

describe('the line of a request', () => {
  test('without a body', () => {
    const line = curlLine({ method: 'POST', url, headers: { accept: 'application/json', 'content-length': '0' } });
    expect(line).toBe(`curl -sS -i -X POST -H 'accept: application/json' -H 'Content-Type:' --data-binary '' ${url}`);
  });

  test('is not given for a body that the record cut off', () => {
    const body = '{"a":"… [cut: 70000 bytes in all]';
    expect(curlLine({ method: 'POST', url, headers: {}, body })).toBeUndefined();
  });

  test('asks with GET', () => {
    expect(curlLine({ method: 'GET', url: `${url}?$select=a,b`, headers: {} })).toBe(
      `curl -sS -i -H 'Accept:' '${url}?$select=a,b'`,
    );
  });

  test('keeps curl from adding a media type of its own', () => {
    expect(run(curlLine({ method: 'POST', url, headers: { accept: '*/*' }, body: 'x' })).args).toEqual([
      '-sS',
      '-i',
      '-X',
      'POST',
      '-H',
      'accept: */*',
      '-H',
      'Content-Type:',
      '--data-binary',
      'x',
      url,
    ]);
  });

  test.each([
    ['Bearer ***', ['-H', `Authorization: Bearer ${environment.SOCONFORM_BEARER}`]],
    ['SoTicket ***', ['-H', `Authorization: SoTicket ${environment.SOCONFORM_TICKET}`]],
    ['Basic ***', ['-u', `user:${environment.SOCONFORM_PASSWORD}`]],
  ])('takes the credential of %s from the environment', (authorization, args) => {
    expect(run(curlLine({ method: 'GET', url, headers: { accept: '*/*', authorization } })).args).toEqual([
      '-sS',
      '-i',
      '-H',
      'accept: */*',
      ...args,
      url,
    ]);
  });

  test('takes the secrets of an envelope from the environment', () => {
    const body =
      '<Header><n:ApplicationToken>***</n:ApplicationToken><Credentials><Ticket xmlns="x">***</Ticket>' +
      '</Credentials></Header><Ticket>[kept]</Ticket>';
    expect(bodyOf(curlLine({ method: 'POST', url, headers: {}, body }))).toBe(
      '<Header><n:ApplicationToken>token</n:ApplicationToken><Credentials><Ticket xmlns="x">7T:ticket==</Ticket>' +
        '</Credentials></Header><Ticket>[kept]</Ticket>',
    );
  });
});

describe('the body that a shell reads is the body that was sent', () => {
  test.each([
    `it's "quoted" $HOME \`id\` \\n \\\\ !! %s`,
    'two\nlines\n',
    '@not-a-file',
    '',
    '\u0000\u0001\u001b[2J\u007f',
    'tab\tand\r\n',
    '\\0101 is no escape, \\c neither\n',
    'right-to-left \u202e, separators \u2028',
    'ünï 日本 😀',
  ])('%j', (body) => {
    expect(bodyOf(curlLine({ method: 'POST', url, headers: {}, body }))).toBe(body);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        expect(bodyOf(curlLine({ method: 'POST', url, headers: {}, body }))).toBe(body);
      }),
      { numRuns: 40 },
    );
  });

  test('one line is enough', () => {
    expect(curlLine({ method: 'POST', url, headers: {}, body: 'a\nb\r\n' })).not.toMatch(/[\r\n]/);
  });
});

describe('the line that asks a case again', () => {
  test('names the record and the case, quoted for a shell', () => {
    expect(replayLine('my run.json', 'EMail.SendEMails/rest-v1/documented')).toBe(
      "soconform replay 'my run.json' EMail.SendEMails/rest-v1/documented",
    );
  });

  test('is not there without a record', () => expect(replayLine(undefined, 'a')).toBeUndefined());

  test.each(['terminal', 'markdown', 'junit', 'html'] as const)('stands in %s', (kind) => {
    const telling = { strict: true, ending: redEnding };
    const line = 'soconform replay run.json EMail.SendEMails/rest-v1/documented';
    expect(reporters[kind](sampleRecord, { ...telling, recordFile: 'run.json' })).toContain(line);
    expect(reporters[kind](sampleRecord, telling)).not.toContain('soconform replay');
  });
});
