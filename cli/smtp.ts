import type { OutboxMessage } from '../fixtures/emulator/outbox.ts';
import { SoconformError } from '../specs/error.ts';

/** Where a mail server listens. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT`, also `[::1]:2525`. Throws `SoconformError` (E_SMTP). */
export function mailServer(text: string): MailServer {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:[\]/\s]+)):(\d{1,5})$/.exec(text.trim()) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new SoconformError(
      'E_SMTP',
      `--smtp: expected HOST:PORT, found ${JSON.stringify(text)}; localhost:1025 is one`,
    );
  }
  return { host, port: Number(port) };
}

/** Hands e-mails to a mail server; a message of another kind is none of its business, and gives undefined. */
export interface Post {
  deliver(message: OutboxMessage): Promise<void> | undefined;
  /** Ends the connections. */
  close(): void;
}

export async function postTo({ host, port }: MailServer): Promise<Post> {
  const { createTransport } = await import('nodemailer');
  // A mail server for tests has a certificate of its own making, if any.
  const transport = createTransport({ host, port, pool: true, maxConnections: 2, tls: { rejectUnauthorized: false } });
  const send = async (message: OutboxMessage): Promise<void> => {
    await transport.sendMail(message.rfc822 === undefined ? composed(message) : relayed(message, message.rfc822));
  };
  return {
    deliver: (message) => (message.plugin === undefined ? send(message) : undefined),
    close: () => transport.close(),
  };
}

function composed({ from, to, cc, bcc, subject, text, html, attachments }: OutboxMessage) {
  return {
    from,
    to: [...to],
    cc: [...cc],
    bcc: [...bcc],
    subject,
    text,
    ...(html === '' ? {} : { html }),
    attachments: attachments.map(({ name, type, base64 }) => ({
      filename: name,
      content: Buffer.from(base64, 'base64'),
      ...(type === '' ? {} : { contentType: type }),
    })),
    // What a caller wrote is content, never a file or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function relayed({ from, to }: OutboxMessage, rfc822: string) {
  return { envelope: { from, to: [...to] }, raw: rfc822, disableFileAccess: true, disableUrlAccess: true };
}
