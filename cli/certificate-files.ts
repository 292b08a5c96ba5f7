import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { SoconformError } from '../specs/error.ts';

/** The certificates to trust, as the file has them. Throws E_CONFIG for a file that cannot be read or holds none. */
export function authoritiesIn(file: string): string {
  const content = contentOf('network.ca', file);
  usable(`network.ca: expected certificates (PEM) in ${file}`, () => new X509Certificate(content));
  return content;
}

/** Certificate and key of the client: where they stand, or what they are. */
interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What stands in both files. Throws E_CONFIG for what cannot be read or is no such pair: TLS would say so at each request, and less clearly. */
export function identityIn(files: Identity): Identity {
  const cert = contentOf('network.cert', files.cert);
  const key = contentOf('network.key', files.key);
  usable(`network.cert: expected a certificate (PEM) in ${files.cert}`, () => createSecureContext({ cert }));
  usable(`network.key: expected a key (PEM, without a passphrase) in ${files.key}`, () => createSecureContext({ key }));
  const pair = `network.key: expected the key of ${files.cert} in ${files.key}`;
  usable(pair, () => createSecureContext({ cert, key }));
  return { cert, key };
}

function contentOf(member: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SoconformError('E_CONFIG', `${member}: cannot read ${file} (${why})`);
  }
}

function usable(expected: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    // The readable part of what OpenSSL says.
    const why = error instanceof Error && 'reason' in error ? `, found something else (${String(error.reason)})` : '';
    throw new SoconformError('E_CONFIG', `${expected}${why}`);
  }
}
