import { sign } from 'node:crypto';
import type { SystemUserFlow } from './flow.ts';
import { askService, credentialIn, getJson, postJson, textOf } from './login-service.ts';
import type { LoginService, Obtained } from './login-service.ts';
import { readPrivateKey } from './private-key.ts';
import { ticketIn } from './system-ticket.ts';

/** `appToken` is the secret of the application, which goes with the ticket later, too. */
export function systemUserLogin(flow: SystemUserFlow, appToken: string): (service: LoginService) => Promise<Obtained> {
  return async (service) => {
    const signed = signedToken(flow, service.now());
    if (signed === undefined) {
      return { refused: 'the private key is no RSA key, neither as PEM nor as RSAKeyValue', secrets: [] };
    }
    const request = postJson(`${flow.service}/Login/api/PartnerSystemUser/Authenticate`, {
      SignedSystemToken: signed,
      ApplicationToken: appToken,
      ContextIdentifier: flow.context,
      ReturnTokenType: 'JWT',
    });
    const answer = await askService(request, service);
    if (typeof answer === 'string') return { refused: answer, secrets: [signed] };
    const { status, value } = answer;
    const token = credentialIn(value['Token']);
    const secrets = [signed, ...(token === undefined ? [] : [token])];
    if (status !== 200 || value['IsSuccessful'] !== true || token === undefined) {
      const why = textOf(value['ErrorMessage']) ?? textOf(value['Message']) ?? 'no token';
      return { refused: `the login service answered the signed system token with ${status} (${why})`, secrets };
    }
    const keys = await askService(getJson(`${flow.service}/login/.well-known/jwks`), service);
    if (typeof keys === 'string') return { refused: keys, secrets };
    const ticket = await ticketIn(token, keys.value, flow, service.now());
    if ('problem' in ticket)
      return { refused: `the token of the login service is not taken: ${ticket.problem}`, secrets };
    return { kind: 'ticket', value: ticket.ticket, secrets: [...secrets, ticket.ticket] };
  };
}

/** `token.yyyyMMddHHmm.signature`, the time in UTC, RSA with SHA-256 over both. */
export function signedToken({ systemToken, privateKey }: SystemUserFlow, now: Date): string | undefined {
  const key = readPrivateKey(privateKey);
  if (key === undefined) return undefined;
  const text = `${systemToken}.${now.toISOString().replace(/\D/g, '').slice(0, 12)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64')}`;
}
