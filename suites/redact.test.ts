import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireResponse } from './exchange.ts';
import { createRedactor } from './redact.ts';

const ticket = '7T:Zk9-"a&b<c>/+é';
const token = 'f00d+/=cafe0123456789';
const redactor = createRedactor([ticket, token]);
const sent = { method: 'POST', url: 'http://host/x', headers: {} };
const answer = (body: string | Uint8Array, more: Partial<WireResponse> = {}): WireResponse => ({
  status: 200,
  headers: [],
  body: typeof body === 'string' ? Buffer.from(body) : body,
  surplus: Buffer.alloc(0),
  ...more,
});

const xml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const numeric = (text: string): string =>
  [...text].map((c) => (/\w/.test(c) ? c : `&#x${c.codePointAt(0)?.toString(16)};`)).join('');
const ascii = (text: string): string =>
  text.replace(/[^ -~]|[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('a configured secret is hidden', () => {
  const forms: readonly (readonly [name: string, form: (secret: string) => string])[] = [
    ['as it is', (s) => s],
    ['in JSON', (s) => JSON.stringify(s)],
    ['in JSON in ASCII', (s) => ascii(JSON.stringify(s))],
    ['in JSON in JSON', (s) => JSON.stringify(JSON.stringify(s))],
    ['in JSON with slashes escaped', (s) => JSON.stringify(s).replaceAll('/', '\\/')],
    ['in XML', xml],
    ['in XML by number', numeric],
    ['in XML in XML', (s) => xml(xml(s))],
    ['in a URL', encodeURIComponent],
    ['in a URL, lower-case', (s) => encodeURIComponent(s).toLowerCase()],
    ['in a URL twice', (s) => encodeURIComponent(encodeURIComponent(s))],
    ['in a form', (s) => new URLSearchParams({ a: s }).toString()],
    ['in upper case', (s) => s.toUpperCase()],
    ['in base64', (s) => Buffer.from(s).toString('base64')],
    ['in base64 of more, one byte before', (s) => Buffer.from(`x${s}yz`).toString('base64')],
    ['in base64 of more, two bytes before', (s) => Buffer.from(`xy${s}`).toString('base64')],
    ['in base64 for URLs', (s) => Buffer.from(`{"t":"${s}"}`).toString('base64url')],
  ];
  test.each(forms)('%s', (_name, form) => {
    for (const secret of [ticket, token]) {
      const written = form(secret);
      const shown = redactor.text(`before ${written} after`);
      expect(shown).toMatch(/^before .*\*\*\*.* after$/);
      expect(shown).not.toContain(secret.slice(0, 8));
      for (let start = 0; start + 12 <= written.length; start += 1)
        expect(shown).not.toContain(written.slice(start, start + 12));
    }
  });

  test('when it was cut off', () => {
    expect(redactor.text(`"${token.slice(0, 9)}…`)).toBe('"***…');
    expect(redactor.text(`the ticket is ${JSON.stringify(ticket).slice(1, 9)}…`)).toBe('the ticket is ***…');
    expect(redactor.text('a word such as f00d')).toBe('a word such as f00d');
  });

  test('when it lies across the cut of a body', () => {
    for (const before of [64 * 1024 - 5, 64 * 1024 - 30, 64 * 1024]) {
      const { response } = redactor.exchange(sent, answer(`${'.'.repeat(before)}${token}${'.'.repeat(200_000)}`));
      expect(response?.body).not.toContain(token.slice(0, 5));
      expect(response?.body).toMatch(/… \[cut: \d{6} bytes in all\]$/);
      expect(response?.body.length).toBeLessThan(66_000);
    }
  });

  test('in UTF-16', () => {
    const { response } = redactor.exchange(sent, answer(Buffer.from(`\ufeff<a>${token}</a>`, 'utf16le')));
    expect(response?.body).toBe('<a>***</a>');
  });

  test('of three characters only where its name says what it is', () => {
    const short = createRedactor(['abc']);
    expect(short.text('abc "Password":"abc"')).toBe('abc "Password":"***"');
  });
});

test('no form of a random secret survives', () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' })
    .filter((s) => /^[!-~][ -~]*[!-~]$/.test(s));
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (hush, before, after) => {
      const own = createRedactor([hush]);
      for (const form of [JSON.stringify(hush), xml(hush), encodeURIComponent(hush), hush]) {
        const shown = own.text(`${before} ${form} ${after}`);
        if (shown.includes(form)) throw new Error(`${form} in ${shown}`);
      }
    }),
  );
});

describe('what is named like a secret is hidden', () => {
  test.each([
    ['{"Password":"hush"}', '{"Password":"***"}'],
    ['{"IncomingPassword" : "hu\\"sh", "Next": 1}', '{"IncomingPassword" : "***", "Next": 1}'],
    ['{"password":12345}', '{"password":"***"}'],
    ['{"AccessTokens":["a","b"],"c":["d"]}', '{"AccessTokens":"***","c":["d"]}'],
    ['{"Password":"cut of', '{"Password":"***"'],
    ['<a:Password>hush</a:Password>', '<a:Password>***</a:Password>'],
    ['<Ticket i:type="s">7T:other</Ticket>', '<Ticket i:type="s">***</Ticket>'],
    ['<Ticket><![CDATA[7T:<other>]]></Ticket>', '<Ticket>***</Ticket>'],
    [
      '<NetServer:ApplicationToken>x</NetServer:ApplicationToken>',
      '<NetServer:ApplicationToken>***</NetServer:ApplicationToken>',
    ],
    ['&lt;Password&gt;hush&lt;/Password&gt;', '&lt;Password&gt;***&lt;/Password&gt;'],
    ['"{\\"Password\\":\\"hush\\"}"', '"{\\"Password\\":\\"***\\"}"'],
    ['&quot;Password&quot;:&quot;hush&quot;', '&quot;Password&quot;:&quot;***&quot;'],
    ['?user=ann&password=hush&x=1', '?user=ann&password=***&x=1'],
    ['<login password="hush" user="ann"/>', '<login password="***" user="ann"/>'],
    ['bad login: Basic YW5uOmh1c2g=', 'bad login: Basic ***'],
    ['Authorization=SoTicket%207T:otherticket', 'Authorization=***'],
  ])('%s', (text, shown) => {
    expect(redactor.text(text)).toBe(shown);
  });

  test.each([
    '{"Password":null}',
    '{"Ticket":{"TicketId":5},"OpenTickets":7}',
    '{"TicketId":5,"TicketTitle":"no heat"}',
    '<Credentials><User>ann</User></Credentials>',
    '<Password></Password>',
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">',
    'a basic thing, bearer of news',
    'charset=utf-8',
  ])('and %s is left as it is', (text) => {
    expect(redactor.text(text)).toBe(text);
  });

  test.each([
    ['body[0].Connection.Password', '"hush"', '***'],
    ['Envelope/Header/Credentials/Ticket', '7T:other', '***'],
    ['header set-cookie', 'session=1', '***'],
    ['body.Password', 'null', 'null'],
    ['body[0].To[1].EmailId', '"12"', '"12"'],
  ])('in a finding at %s', (at, value, shown) => {
    expect(redactor.member(at, value)).toBe(shown);
  });
});

describe('an exchange', () => {
  test('keeps names and schemes of headers, not their secrets', () => {
    const { request, response } = redactor.exchange(
      {
        ...sent,
        headers: { authorization: 'Basic YW5uOmh1c2g=', 'so-apptoken': 'x', accept: 'text/xml', 'x-echo': token },
      },
      answer('', {
        headers: [
          ['set-cookie', 'a=b'],
          ['set-cookie', 'c=d'],
          ['x-xsrf-token', 'e'],
          ['content-type', 'text/xml'],
        ],
      }),
    );
    expect(request.headers).toEqual({
      authorization: 'Basic ***',
      'so-apptoken': '***',
      accept: 'text/xml',
      'x-echo': '***',
    });
    expect(response?.headers).toEqual([
      ['set-cookie', '***'],
      ['set-cookie', '***'],
      ['x-xsrf-token', '***'],
      ['content-type', 'text/xml'],
    ]);
  });

  test('shows bytes that are no text with escapes', () => {
    const { response } = redactor.exchange(
      sent,
      answer(Buffer.from([0x41, 0, 0x1b, 0xff, 0x0a]), { surplus: Buffer.from('nu\u0000ll') }),
    );
    expect(response).toMatchObject({ body: 'A\\x00\\x1bÿ\n', surplus: 'nu\\x00ll' });
  });

  test('without an answer tells the reason', () => {
    const { noResponse, response } = redactor.exchange(sent, { stage: 'answer', reason: `closed after ${token}` });
    expect([noResponse, response]).toEqual(['closed after ***', undefined]);
  });

  test('takes no time with a long body that looks like anything', () => {
    for (const piece of [
      'a',
      '"',
      '\\"',
      '<a',
      '&lt;a ',
      '&quot;',
      'a=',
      '{"a":',
      'Basic ',
      '<![CDATA[',
      '\\',
      '%25',
    ]) {
      const body = piece.repeat(Math.ceil(300_000 / piece.length));
      expect(redactor.exchange(sent, answer(body)).response?.body).toMatch(/cut/);
    }
  }, 5000);
});

test('nothing of a target that echoes everything is left', () => {
  const secrets = ['hush:hush', '7T:"quoted"&<ticket>', '8A:Cust1.bearer==', 'app token'];
  const own = createRedactor(secrets);
  const echo = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret),
    xml(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  const record = JSON.stringify({
    exchange: own.exchange(
      {
        method: 'POST',
        url: `http://host/x?ticket=${encodeURIComponent(secrets[1] ?? '')}`,
        headers: { authorization: `Bearer ${secrets[2]}` },
        body: echo.join(' '),
      },
      answer(echo.join('\n'), {
        headers: echo.map((value) => ['x-echo', value] as const),
        surplus: Buffer.from(echo.join()),
      }),
    ),
    finding: echo.map((value) => own.member('body.Name', `"${value}`)),
  });
  for (const value of [...secrets, ...echo]) {
    expect(record).not.toContain(value);
    expect(record).not.toContain(JSON.stringify(value).slice(1, -1));
  }
});
