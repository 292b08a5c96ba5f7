import type { Protocol } from '../specs/contract.ts';
import type { Credentials } from './client/credentials.ts';

/** What one request carried. */
interface Carried {
  readonly credentials: Credentials;
  readonly strand: 'all' | 'soap';
  /** How often the login had been renewed by then. */
  readonly version: number;
}

/**
 * How an answer refused a login. `unauthorized`: 401, or an envelope that names the session; `forbidden`: 403, or 401 by an agent that is
 * not open to everybody, which says as much of the permission.
 */
export type Refusal = 'unauthorized' | 'forbidden';

/** What a refusal turned out to be: the operation's own answer, a login that has run out and was renewed, or one that is gone. */
type AfterRefusal = 'own' | 'renewed' | 'lost';

/** The login of a run as it is now. */
export interface LiveLogin {
  /** What the next request of a protocol carries. */
  carried(protocol: Protocol): Carried;
  /** Every text that must not be seen outside the process; it only grows. */
  secrets(): readonly string[];
  /** Whether the target is known to take it, before the first case. */
  readonly isTaken: boolean;
  /** Why nothing more is sent that carries it; undefined while it may. */
  lost(protocol: Protocol): string | undefined;
  /** The target let a request in. */
  accepted(carried: Carried): void;
  refused(carried: Carried, refusal: Refusal): Promise<AfterRefusal>;
}

/** A login that was obtained anew, or why not. */
export type Renewal = { readonly credentials: Credentials } | { readonly refused: string };

/** How one kind of credential is looked after. */
interface Care {
  /** Asks the target whether it takes them. `unclear`: it does not say. */
  readonly probe?: (credentials: Credentials) => Promise<'taken' | 'refused' | 'unclear'>;
  readonly renew?: (credentials: Credentials) => Promise<Renewal>;
}

export interface LiveLoginOptions {
  readonly credentials: Credentials;
  readonly secrets: () => readonly string[];
  readonly isTaken: boolean;
  readonly all: Care;
  /** Of the ticket that SOAP got for a user and password. */
  readonly soap: Care;
}

interface Strand {
  version: number;
  /** It was renewed, and no request was let in since. */
  isUnproven: boolean;
  lost?: string;
  pending?: Promise<AfterRefusal>;
}

/**
 * A login is renewed when the target takes it no more, as often as that happens; but one that is not let in after it was renewed is
 * lost. Of many requests that are refused at the same time one asks, and the others wait for what comes of it.
 */
export function liveLogin({ credentials, secrets, isTaken, all, soap }: LiveLoginOptions): LiveLogin {
  let current = credentials;
  const strands: Readonly<Record<Carried['strand'], Strand>> = {
    all: { version: 0, isUnproven: false },
    soap: { version: 0, isUnproven: false },
  };
  const care = { all, soap };
  const strandOf = (protocol: Protocol): Carried['strand'] =>
    protocol === 'soap' && typeof current.soapTicket === 'string' ? 'soap' : 'all';

  const decide = async (name: Carried['strand'], refusal: Refusal): Promise<AfterRefusal> => {
    const strand = strands[name];
    const { probe, renew } = care[name];
    const probed = (await probe?.(current)) ?? 'unclear';
    if (probed === 'taken') {
      strand.isUnproven = false;
      return 'own';
    }
    if (probed === 'unclear' && (refusal === 'forbidden' || renew === undefined)) return 'own';
    const lose = (why: string): AfterRefusal => {
      strand.lost = `the target takes the login no more, ${why}`;
      return 'lost';
    };
    if (renew === undefined) return lose('and there is no way to renew it');
    if (strand.isUnproven) return lose('also after it was renewed');
    const renewal = await renew(current);
    if ('refused' in renewal) return lose(`and it was not renewed: ${renewal.refused}`);
    current = renewal.credentials;
    strand.version += 1;
    const again = await probe?.(current);
    if (again === 'refused') return lose('also after it was renewed');
    strand.isUnproven = again !== 'taken';
    return 'renewed';
  };

  return {
    isTaken,
    secrets,
    carried(protocol) {
      const strand = strandOf(protocol);
      return { credentials: current, strand, version: strands[strand].version };
    },
    lost: (protocol) => strands[strandOf(protocol)].lost,
    accepted({ strand, version }) {
      if (strands[strand].version === version) strands[strand].isUnproven = false;
    },
    async refused({ strand: name, version }, refusal) {
      const strand = strands[name];
      // What others find out holds for this one, too; only a permission is each one's own.
      for (let waiting = strand.pending; waiting !== undefined; waiting = strand.pending) await waiting;
      if (strand.lost !== undefined) return 'lost';
      if (version < strand.version) return 'renewed';
      const pending = decide(name, refusal);
      strand.pending = pending;
      try {
        return await pending;
      } finally {
        delete strand.pending;
      }
    },
  };
}
