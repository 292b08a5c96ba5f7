import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { buildConnector, Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { answered } from '../exchange.ts';
import type { NoResponse, SentRequest, WireResponse } from '../exchange.ts';
import { unpacked } from '../unpack.ts';
import { markSilent, tellRefusals } from './client-certificate.ts';
import { endOfContent } from './framing.ts';
import { readHead } from './head.ts';
import { throughProxy } from './proxy.ts';
import { ConnectFailure, connectError, LimitReached, noResponse, tellResets, TooLarge } from './no-response.ts';
import { skipContinue } from './socket-tap.ts';
import type { Tap } from './socket-tap.ts';
import { createBeginning, refuseStrayBytes } from './stray-bytes.ts';
import { createTappedConnections } from './tapped-connections.ts';

export interface SendOptions {
  /** Use a connection that no other exchange is using and look for bytes after the end of the answer. */
  readonly tap: boolean;
  /** From the first byte sent to the last byte of the answer. */
  readonly deadlineMs: number;
  /** How long a tapped connection is held after a 204. */
  readonly graceMs: number;
  /** What the request is called where the next one on its connection meets what is left of its answer. */
  readonly name?: string;
  /** Called on a tapped connection when the answer itself is there: what follows is only waiting for late bytes. */
  readonly onAnswered?: (status: number) => void;
}

export interface Sent {
  readonly received: WireResponse | NoResponse;
  readonly ms: number;
}

/** Sends a request once. Never sends it again, never follows a redirect; rejects only when the request itself is malformed. */
export type Send = (request: SentRequest, options: SendOptions) => Promise<Sent>;

export interface Client {
  readonly send: Send;
  /** Of the latest connection over TLS; undefined when there was none. */
  tls(): TlsFacts | undefined;
  /** Drops what is still in flight. */
  close(): Promise<void>;
}

export interface TlsFacts {
  /** `TLSv1.3` */
  readonly protocol: string;
  /** The last moment of the certificate, ISO. */
  readonly validTo: string;
}

export interface ClientOptions {
  /** At once, to one origin; tapped connections come on top. */
  readonly connections: number;
  readonly connectMs: number;
  /** Certificates (PEM) to trust instead of the well-known ones. */
  readonly ca?: string | readonly string[];
  /** The certificate and key (PEM) by which we show who we are. */
  readonly identity?: { readonly cert: string; readonly key: string };
  /** The certificate of the target is not verified. */
  readonly insecure?: boolean;
  readonly proxy?: URL;
  /** The longest silence before the head of an answer, and within its content. */
  readonly headersMs?: number;
  readonly bodyMs?: number;
}

const nothing = Buffer.alloc(0);

/** In MB. Larger answers are cut off, and nothing is said of them. */
const maxContent = 4;
const maxBytes = maxContent * 2 ** 20;
/** Answers of a slow proxy or a chatty framework fit; endless headers do not. */
const maxHead = 64 * 1024;

export function createClient(options: ClientOptions): Client {
  const { connectMs, ca, headersMs = Infinity, bodyMs = Infinity } = options;
  const direct = buildConnector({
    timeout: connectMs,
    allowH2: false,
    // Said here, for NODE_TLS_REJECT_UNAUTHORIZED of the environment turns it off without a word in any report.
    rejectUnauthorized: options.insecure !== true,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...options.identity,
  });
  const connector = options.proxy === undefined ? direct : throughProxy(options.proxy, { timeout: connectMs, direct });
  const limits = { maxHeaderSize: maxHead, headersTimeout: 0, bodyTimeout: 0, pipelining: 1 };
  let tls: TlsFacts | undefined;
  /** Whether a target has answered: then it accepts our certificate, and an end without an answer is its own. */
  let proven = false;
  /** `open` has every socket from its first moment on, while it connects as well, until it is closed. */
  const connect = (open: Set<Socket>, use: (socket: Socket) => Socket): buildConnector.connector => {
    return (where, done) => {
      const isUnproven = (): boolean => !proven && where.protocol === 'https:' && options.identity !== undefined;
      // The connector gives its socket back, which its type does not say.
      const opened: unknown = connector(where, (error, socket) => {
        if (error !== null || socket === null) {
          const cause = error ?? new Error('no socket');
          done(connectError(isUnproven() ? markSilent(cause) : cause, where.protocol), null);
        } else {
          tls = tlsFacts(socket) ?? tls;
          done(null, use(tellRefusals(tellResets(socket), isUnproven)));
        }
      });
      if (opened instanceof Socket) open.add(opened.once('close', () => open.delete(opened)));
    };
  };
  // One for all connections of the pools: undici says which request it begins, and writes it at once.
  const { begin, begun } = createBeginning();
  const pools = new Map<string, Pool>();
  const pooled = new Set<Socket>();
  const tapped = createTappedConnections(limits, connect);

  const poolOf = (origin: string): Pool => {
    const open = pools.get(origin);
    if (open !== undefined) return open;
    const pool = new Pool(origin, {
      ...limits,
      connections: options.connections,
      connect: connect(pooled, (socket) => skipContinue(refuseStrayBytes(socket, begun))),
    });
    pools.set(origin, pool);
    return pool;
  };

  const sendTapped = async (request: SentRequest, sendOptions: SendOptions): Promise<Sent> => {
    const { deadlineMs, graceMs, onAnswered, name = nameOf(request) } = sendOptions;
    const url = new URL(request.url);
    const connection = tapped.take(url.origin);
    let isComplete = false;
    let isClean = false;
    try {
      const sent = await ask(connection.dispatcher, request, url, {
        deadlineMs,
        connectMs,
        headersMs,
        bodyMs,
        endsWithHead: true,
        onStart: () => connection.begin(name),
        onEnd: () => void (isComplete = true),
      });
      const tap = connection.tap();
      if (tap === undefined) return sent;
      const received = answered(sent.received) ? sent.received : headOf204(tap);
      if (received === undefined) return sent;
      onAnswered?.(received.status);
      await Promise.race([delay(graceMs), tap.over]);
      const surplus = surplusOf(tap.received());
      isClean = isComplete && surplus?.length === 0;
      return { ms: sent.ms, received: { ...received, surplus: surplus ?? nothing } };
    } finally {
      if (isClean) connection.keep();
      else connection.end();
    }
  };

  const sendPooled = (request: SentRequest, sendOptions: SendOptions): Promise<Sent> => {
    const url = new URL(request.url);
    const { deadlineMs, name = nameOf(request) } = sendOptions;
    return ask(poolOf(url.origin), request, url, {
      deadlineMs,
      connectMs,
      headersMs,
      bodyMs,
      endsWithHead: false,
      onStart: () => begin(name),
    });
  };

  return {
    async send(request, sendOptions) {
      const { received, ms } = await (sendOptions.tap ? sendTapped : sendPooled)(request, sendOptions);
      if (!answered(received)) return { received, ms };
      proven = true;
      const whole = unpacked(received, request.headers['accept-encoding'], maxBytes);
      if (whole !== undefined) return { received: whole, ms };
      const progress = { status: received.status, content: received.body.length };
      return { received: noResponse(tooLarge(', once unpacked'), request, progress), ms };
    },
    tls: () => tls,
    async close() {
      tapped.close();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      for (const socket of pooled) socket.destroy();
    },
  };
}

function tooLarge(when = ''): TooLarge {
  return new TooLarge(`the answer is larger than ${maxContent} MB${when}, the most that is read`);
}

/** What a request is called that nobody gave a name. */
function nameOf({ method, url }: SentRequest): string {
  return `${method} ${url}`;
}

function tlsFacts(socket: Socket): TlsFacts | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  const protocol = socket.getProtocol();
  return protocol === null || Number.isNaN(until) ? undefined : { protocol, validTo: new Date(until).toISOString() };
}

interface AskLimits {
  readonly deadlineMs: number;
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** Whether a 204 is complete with its head, whatever its headers announce. */
  readonly endsWithHead: boolean;
  /** Called right before the request is written. */
  readonly onStart?: () => void;
  /** Called with the end of the answer as its head announces it. */
  readonly onEnd?: () => void;
}

/** One request on a connection; resolves with the first thing that decides it. */
function ask(dispatcher: Dispatcher, request: SentRequest, url: URL, limits: AskLimits): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let head: Pick<WireResponse, 'status' | 'headers'> | undefined;
    let content = 0;
    let started = 0;
    let settled = false;
    let timer: NodeJS.Timeout | undefined;
    let silence: NodeJS.Timeout | undefined;
    const bearSilence = (controller: Dispatcher.DispatchController, ms: number): void => {
      clearTimeout(silence);
      if (ms >= limits.deadlineMs) return;
      silence = setTimeout(() => controller.abort(new LimitReached(`nothing came for ${ms} ms`)), ms);
    };

    const settle = (received: WireResponse | NoResponse): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearTimeout(silence);
      resolve({ received, ms: started === 0 ? 0 : performance.now() - started });
    };
    const fail = (error: Error): void => {
      const progress = head === undefined ? { content } : { status: head.status, content };
      settle(noResponse(error, request, progress));
    };
    const waiting = limits.connectMs + limits.deadlineMs;
    timer = setTimeout(
      () => fail(new ConnectFailure(new Error(`no connection was free within ${waiting} ms`))),
      waiting,
    );

    dispatcher.dispatch(
      {
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      },
      {
        onRequestStart(controller) {
          // Given up while it waited for a connection: it must not go out any more.
          if (settled) return controller.abort(new LimitReached('too late'));
          limits.onStart?.();
          started = performance.now();
          clearTimeout(timer);
          timer = setTimeout(() => {
            controller.abort(new LimitReached(`no complete answer within ${limits.deadlineMs} ms`));
          }, limits.deadlineMs);
          bearSilence(controller, limits.headersMs);
        },
        onResponseStart(controller, status) {
          if (status < 200) return;
          head = { status, headers: rawHeaders(controller.rawHeaders) };
          bearSilence(controller, limits.bodyMs);
          if (limits.endsWithHead && status === 204)
            settle({ status, headers: head.headers, body: nothing, surplus: nothing });
        },
        onResponseData(controller, chunk) {
          content += chunk.length;
          silence?.refresh();
          if (content > maxBytes) {
            chunks.length = 0;
            controller.abort(tooLarge());
          } else chunks.push(chunk);
        },
        onResponseEnd() {
          if (head === undefined) return;
          limits.onEnd?.();
          const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
          settle({ status: head.status, headers: head.headers, body, surplus: nothing });
        },
        onResponseError(_controller, error) {
          // undici refuses what is no HTTP request at all: that is our mistake, not an answer of the target.
          if ('code' in error && error.code === 'UND_ERR_INVALID_ARG') {
            clearTimeout(timer);
            clearTimeout(silence);
            settled = true;
            reject(error);
          } else fail(error);
        },
      },
    );
  });
}

function rawHeaders(raw: Dispatcher.DispatchController['rawHeaders']): (readonly [string, string])[] {
  if (!Array.isArray(raw)) return [];
  const text = (part: Buffer | string | undefined): string =>
    typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    text(raw[2 * index]).toLowerCase(),
    text(raw[2 * index + 1]),
  ]);
}

/** A 204 whose head is complete, although the HTTP parser stumbled over what its headers say or what follows. */
function headOf204(tap: Tap): WireResponse | undefined {
  const head = readHead(tap.received());
  if (head?.status !== 204) return undefined;
  return { status: 204, headers: head.headers, body: nothing, surplus: nothing };
}

/** What came after the end of the answer; undefined where that end cannot be told. */
function surplusOf(received: Buffer): Uint8Array | undefined {
  const head = readHead(received);
  const end = head && endOfContent(received, head);
  // A copy: all that was received would be held with it.
  return end === undefined ? undefined : end === received.length ? nothing : Buffer.from(received.subarray(end));
}
