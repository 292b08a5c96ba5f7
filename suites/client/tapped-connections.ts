import type { Socket } from 'node:net';
import { Client as Connection } from 'undici';
import type { buildConnector, Dispatcher } from 'undici';
import { LimitReached } from './no-response.ts';
import { skipContinue, tapSocket } from './socket-tap.ts';
import type { Tap } from './socket-tap.ts';
import { createBeginning, refuseStrayBytes } from './stray-bytes.ts';

/** A connection of one exchange after the other, which keeps what came since it was taken. */
interface TappedConnection {
  readonly dispatcher: Dispatcher;
  /** Undefined until it is connected. */
  tap(): Tap | undefined;
  /** Right before a request is written: what it is called where the next one meets bytes that are left of its answer. */
  begin(name: string): void;
  /** Closes it at once, with what is in flight. */
  end(): void;
  /** Leaves it to a next exchange where that is possible: with a complete answer and nothing after it, and if it is still open. */
  keep(): void;
}

export interface TappedConnections {
  /** The one that was kept last, or a new one. */
  take(origin: string): TappedConnection;
  /** Ends all of them. */
  close(): void;
}

/** What is kept must not be used when the target is about to close it, and most bear a silence of several seconds. */
const mostIdleMs = 1500;

/** Without a reason of ours undici makes an error with a stack for each connection. */
const ended = new Error('the exchange is over');

/** `connect` gives `use` each socket once it is connected; `open` has it from its first moment on until it is closed. */
export function createTappedConnections(
  limits: Partial<Connection.Options>,
  connect: (open: Set<Socket>, use: (socket: Socket) => Socket) => buildConnector.connector,
): TappedConnections {
  const all = new Set<TappedConnection>();
  const idle = new Map<string, Kept[]>();

  const idleOf = (origin: string): Kept[] => {
    const kept = idle.get(origin) ?? [];
    idle.set(origin, kept);
    return kept;
  };

  const opened = (origin: string): Kept => {
    const ofOrigin = idleOf(origin);
    const open = new Set<Socket>();
    let tap: Tap | undefined;
    const { begin, begun } = createBeginning();
    let connects = 0;
    let isIdle = false;
    // A close, and bytes that came too late to be told of.
    const endIdle = (): void => void (isIdle && end());
    const connectTapped = connect(open, (socket) => {
      tap = tapSocket(skipContinue(refuseStrayBytes(socket, begun)));
      socket.on('data', endIdle);
      tap.stream.once('close', endIdle);
      // undici needs the stream of a socket and nothing that only a socket has.
      return tap.stream as Socket;
    });
    const dispatcher = new Connection(origin, {
      ...limits,
      keepAliveTimeout: mostIdleMs,
      keepAliveMaxTimeout: mostIdleMs,
      connect(where, done) {
        connects += 1;
        // undici connects again when a connection ends before its request is written.
        if (connects === 1) connectTapped(where, done);
        else done(new LimitReached('the connection was closed before the request was sent'), null);
      },
    });
    const end = (): void => {
      if (!all.delete(one)) return;
      const place = ofOrigin.indexOf(one);
      if (place !== -1) ofOrigin.splice(place, 1);
      void dispatcher.destroy(ended);
      // undici knows the stream before the socket only, and would leave the socket itself open.
      for (const socket of open) socket.destroy();
    };
    const one: Kept = {
      dispatcher,
      tap: () => tap,
      begin,
      end,
      keep() {
        if (tap === undefined || tap.stream.destroyed || !all.has(one)) return end();
        isIdle = true;
        for (const socket of open) socket.unref();
        ofOrigin.push(one);
      },
      wake() {
        isIdle = false;
        // Found closed before anything is written, it may connect again.
        connects = 0;
        tap?.forget();
        for (const socket of open) socket.ref();
      },
    };
    all.add(one);
    return one;
  };

  return {
    take(origin) {
      const kept = idleOf(origin).pop();
      kept?.wake();
      return kept ?? opened(origin);
    },
    close() {
      for (const one of all) one.end();
    },
  };
}

interface Kept extends TappedConnection {
  /** It is used again. */
  wake(): void;
}
