import type { LoginService } from './login-service.ts';
import { createClient } from './send.ts';
import type { Client, ClientOptions } from './send.ts';

/** How the login service is reached, which is another host than the target. */
export interface LoginClient {
  readonly service: () => LoginService;
  close(): Promise<void>;
}

/**
 * A client of its own, made when it is first asked for. The certificate of the service is verified also where that of the target is not, and
 * the certificate by which we show the target who we are is not shown there.
 */
export function loginClient(optionsOf: () => ClientOptions, deadlineMs: number): LoginClient {
  let client: Client | undefined;
  return {
    service() {
      if (client === undefined) {
        const { identity: _ofTarget, insecure: _too, ...options } = optionsOf();
        client = createClient({ ...options, connections: 1 });
      }
      return { send: client.send, deadlineMs, now: () => new Date() };
    },
    close: async () => client?.close(),
  };
}
