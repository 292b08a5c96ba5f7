import type { Effect } from '../specs/contract.ts';
import type { Json } from '../specs/json.ts';
import type { LoginConfig } from './client/flow.ts';

/**
 * What `soconform.config.{ts,js,json}` says. `schemas/files/config.schema.json` says the same. Flags win over the environment, the
 * environment over the chosen profile, the profile over the rest of the file. There is no place for a secret in it:
 * credentials and secret values are named by the variables of the environment that hold them.
 */
export interface Config extends Profile {
  readonly $schema?: string;
  /** The profile that is used without `--profile`. */
  readonly profile?: string;
  readonly profiles?: Readonly<Record<string, Profile>>;
}

type OneOrMany = string | readonly string[];

/** What one target is, what it may be asked, and how. Paths are relative to the file. */
export interface Profile {
  /** Base address. Absent: an emulator that the run starts. */
  readonly target?: string;
  /** The host name of the target, typed once more: without it nothing is sent that sends mail and messages. */
  readonly confirmHost?: string;
  /** The most that a request may do to the target. */
  readonly allow?: Effect;

  readonly set?: string;
  readonly catalogue?: string;
  readonly protocol?: OneOrMany;
  readonly version?: OneOrMany;
  readonly agent?: OneOrMany;
  readonly operation?: OneOrMany;
  readonly case?: OneOrMany;
  readonly check?: OneOrMany;
  readonly level?: 'must' | 'should';
  readonly seed?: number;
  /** Operations that the target has to offer. */
  readonly require?: OneOrMany;

  /** Requests under way at once. */
  readonly concurrency?: number;
  /** Requests a second, at most. */
  readonly rate?: number;
  /** Requests in all, at most: the cases that show most are asked. Of a shard, its own. */
  readonly budget?: number;
  /** Seconds to wait for the target to be there. */
  readonly waitFor?: number;
  /** For a whole answer, in ms. */
  readonly deadline?: number;
  /** For parts of an exchange, in ms; `headers` and `body` are the longest silence before and within the answer. */
  readonly deadlines?: { readonly connect?: number; readonly headers?: number; readonly body?: number };
  /** For bytes after a 204, in ms. */
  readonly grace?: number;
  readonly keep?: 'failing' | 'all';
  readonly strict?: boolean;
  readonly bail?: boolean;
  /** So many percent of the members must have had a value in an answer. */
  readonly minEvidence?: number;
  /** So many percent of the operations (on each protocol and version) must have given a result. */
  readonly minCoverage?: number;
  /** `KIND=FILE` each. */
  readonly report?: OneOrMany;
  /** Values for members of requests, by path (`EMail.SendEMails/OutgoingConnectionInfo`), or a file of them. */
  readonly values?: string | Readonly<Record<string, Json>>;
  /** A file of deviations: what is known to fail. */
  readonly deviations?: string;
  /** The record of an earlier run: only what is newly red fails. */
  readonly baseline?: string;

  /** Where a run writes down what it makes at its target, before it is made. */
  readonly journal?: string;

  /** The names of further variables whose values must not be seen. */
  readonly secrets?: readonly string[];
  readonly network?: NetworkConfig;
  /** The names of the variables that hold the parts of the login, where they are not SOCONFORM_USER and so on. */
  readonly credentials?: Readonly<Partial<Record<CredentialPart, string>>>;
  /** The service that gives out logins, where one is obtained with a refresh token or a system token. */
  readonly login?: LoginConfig;
}

/** A part of a login; each is a secret but the user's name. */
export type CredentialPart =
  | 'user'
  | 'password'
  | 'ticket'
  | 'bearer'
  | 'appToken'
  /** A session of the web client: its cookies, and the value for `X-XSRF-TOKEN` where no cookie holds it. */
  | 'cookie'
  | 'xsrf'
  /** OAuth. */
  | 'refreshToken'
  | 'clientSecret'
  /** System user. */
  | 'systemToken'
  | 'privateKey';

export interface NetworkConfig {
  /** `http://proxy:3128`; false: none, also not the one of the environment. */
  readonly proxy?: string | false;
  /** Hosts that are asked without the proxy, as in NO_PROXY. */
  readonly noProxy?: string;
  /** Certificates (PEM file) to trust besides the well-known ones. */
  readonly ca?: string;
  /** Certificate and key (PEM files) by which the client shows who it is. */
  readonly cert?: string;
  readonly key?: string;
  /** The certificate of the target is not verified. Every report says so. */
  readonly insecure?: boolean;
}
