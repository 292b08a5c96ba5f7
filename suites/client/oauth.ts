import type { OAuthFlow } from './flow.ts';
import { askService, credentialIn, postForm, textOf } from './login-service.ts';
import type { LoginService, Obtained } from './login-service.ts';

/**
 * An access token for the refresh token. The documentation calls a refresh token good for ever and does not answer with another one; a
 * service that does gets it at the next renewal of this run, and it is told that it was not stored.
 */
export function oauthLogin(flow: OAuthFlow): (service: LoginService) => Promise<Obtained> {
  let { refreshToken } = flow;
  return async (service) => {
    const form = {
      grant_type: 'refresh_token',
      client_id: flow.clientId,
      client_secret: flow.clientSecret,
      refresh_token: refreshToken,
    };
    const answer = await askService(postForm(`${flow.service}/login/common/oauth/tokens`, form), service);
    if (typeof answer === 'string') return { refused: answer, secrets: [] };
    const { status, value } = answer;
    const secrets = [value['access_token'], value['refresh_token'], value['id_token']].filter(
      (one): one is string => typeof one === 'string',
    );
    const token = credentialIn(value['access_token']);
    if (status !== 200 || token === undefined) {
      const why = textOf(value['error_description']) ?? textOf(value['error']) ?? 'no access_token';
      return { refused: `the login service answered the refresh token with ${status} (${why})`, secrets };
    }
    const next = credentialIn(value['refresh_token']);
    if (next === undefined || next === refreshToken) return { kind: 'bearer', value: token, secrets };
    refreshToken = next;
    return { kind: 'bearer', value: token, secrets, note: rotated };
  };
}

const rotated =
  'the login service gave another refresh token; it was not stored: the one that is configured may not be taken next time';
