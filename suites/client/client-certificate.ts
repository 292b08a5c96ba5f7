import type { Socket } from 'node:net';

/** How a server says that it refuses a client for its certificate (RFC 8446 §6.2), at the end of the names that OpenSSL has for it. */
const alert =
  /_ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

/** The end of a connection without a word, while nobody knows whether the target accepts our certificate. */
const silentCode = 'SOCONFORM_CERTIFICATE';

/** Why the target does not want us, where the code of an error says that it is for our certificate. */
export function certificateRefusal(code: string): string | undefined {
  if (code === silentCode) {
    return 'the connection was closed before any answer: the target may not accept the client certificate (network.cert, network.key)';
  }
  const said = alert.exec(code)?.[1]?.toLowerCase().replaceAll('_', ' ');
  switch (said) {
    case undefined:
      return undefined;
    case 'certificate required':
      return `the target wants a client certificate: name one with network.cert and network.key [${code}]`;
    case 'handshake failure':
      return `the target refused the TLS handshake; it may want a client certificate, or another one: network.cert and network.key name it [${code}]`;
    default:
      return `the target wants a client certificate that it accepts (${said}): network.cert and network.key name it [${code}]`;
  }
}

/** Marks the end of a connection, or of the attempt to set one up, that may be the target's word on our certificate. */
export function markSilent<E extends Error>(error: E): E {
  const isEnd = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
  return isEnd ? Object.assign(error, { code: silentCode }) : error;
}

/**
 * Has a connection end with the reason why the target does not want it. With TLS 1.3 a server looks at our certificate
 * when the handshake is over for us: then it sends an alert, or only closes, and that looks as if it had not answered the request.
 */
export function tellRefusals<S extends Socket>(socket: S, isUnproven: () => boolean): S {
  const isSilent = (): boolean => isUnproven() && socket.bytesRead === 0;
  socket.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (isSilent()) markSilent(error);
    // Otherwise undici takes the end of the connection, which follows, for the reason.
    if (certificateRefusal(error.code ?? '') !== undefined) socket.destroy(error);
  });
  return socket.prependListener('end', () => {
    if (isSilent()) socket.destroy(Object.assign(new Error('closed before any answer'), { code: silentCode }));
  });
}
