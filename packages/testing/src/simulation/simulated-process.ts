import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '@actions-aws/action';
import type { Stream } from '@actions-aws/action/http';
import type { LocalAws } from '@actions-aws/local-aws';
import { inProcess, type RequestHandler } from './in-process.ts';
import { SILENCE_MS, timedOut } from './silence.ts';
import { streamInProcess } from './streamed.ts';

/**
 * Builds a client of AWS, as `wiring.ts` would: it makes each request once, and whose it is decides what is tried again. Its
 * Region is `eu-west-1` unless given.
 */
export type Connect = <Client>(
  Client: new (settings: never) => Client,
  settings?: { readonly region?: string },
) => Client;

/**
 * What would be a process of its own, in this one, of which it can be told exactly whether it is at rest: every call of its
 * is parked in the cloud, will get no answer before it times out, or sleeps on the clock. Between two of those there are only
 * microtasks, for what it waits for is a request or a sleep; reading files it may only before its first.
 */
export interface SimulatedProcess {
  readonly accessKeyId: string;
  readonly connect: Connect;
  /** Makes the requests that no SDK makes, such as those to a registry. */
  readonly stream: Stream;
  /** The cloud's clock; a killed one never wakes. */
  readonly clock: Clock;
  /** How many sleep, or wait for their time to run out. */
  asleep(): number;
  /** Whether nothing of it can go on by itself, given how many of its requests the cloud has parked. */
  atRest(parked: number): boolean;
  /**
   * Says that it has ended: what the cloud has of its requests, it has, but it makes no other one, as a process that is gone does
   * not. Until its first request or sleep it counts as busy.
   */
  end(): void;
  /** Nothing of it goes on: no request is answered, no sleep ends. What the cloud has of its requests, it has. */
  kill(): void;
}

/** Makes one. `changed` is called whenever it may have come to rest. */
export function simulatedProcess(cloud: LocalAws, accessKeyId: string, changed: () => void): SimulatedProcess {
  const inCall = new AsyncLocalStorage<Under>();
  const killed = new AbortController();
  const ended = new AbortController();
  const isOver = () => killed.signal.aborted || ended.signal.aborted;
  let begun = false;
  let calls = 0;
  let sleeping = 0;
  // Of those that sleep, the ones within a call: the wait for a turn or for another attempt.
  let sleepingCalls = 0;
  let exchanging = 0;
  // Requests that the cloud still has, though their call is over: it was aborted.
  let abandoned = 0;

  const clock: Clock = {
    now: () => cloud.clock.now(),
    sleep(ms, signal) {
      if (isOver()) return never();
      begun = true;
      const call = inCall.getStore();
      sleeping += 1;
      if (call) {
        sleepingCalls += 1;
        call.asleep += 1;
      }
      changed();
      const until = AbortSignal.any([killed.signal, ended.signal, ...(signal ? [signal] : [])]);
      return cloud.clock
        .sleep(ms, until)
        .catch((error: unknown) => {
          if (isOver()) return never();
          throw error;
        })
        .finally(() => {
          sleeping -= 1;
          if (call && !call.isOver) {
            sleepingCalls -= 1;
            call.asleep -= 1;
          }
          changed();
        });
    },
  };

  const counted: Pick<LocalAws, 'exchange' | 'visit'> = {
    visit: cloud.visit,
    async exchange(sent, signal) {
      if (isOver()) return never();
      exchanging += 1;
      let isAbandoned = false;
      let isSilent = false;
      const abandon = () => {
        // A request that will not be answered is let go of at once.
        if (isSilent) return;
        isAbandoned = true;
        abandoned += 1;
      };
      signal?.addEventListener('abort', abandon, { once: true });
      // Hangs up, either because nothing came for too long or because a process's connections end with it.
      const over = new AbortController();
      const hangUp = () => over.abort();
      let awake = () => {};
      // What waits for an answer that will not come waits for the time alone, as a sleeper does.
      const silent = () => {
        if (signal?.aborted || killed.signal.aborted) return hangUp();
        isSilent = true;
        exchanging -= 1;
        sleeping += 1;
        sleepingCalls += 1;
        const cancel = cloud.clock.after(SILENCE_MS, hangUp);
        killed.signal.addEventListener('abort', hangUp, { once: true });
        awake = () => {
          cancel();
          killed.signal.removeEventListener('abort', hangUp);
        };
        changed();
      };
      try {
        const answering = cloud.exchange(sent, signal ? AbortSignal.any([signal, over.signal]) : over.signal, silent);
        changed();
        const answer = await answering;
        if (over.signal.aborted && !killed.signal.aborted && !signal?.aborted) throw timedOut();
        return answer;
      } finally {
        signal?.removeEventListener('abort', abandon);
        awake();
        if (isSilent) {
          sleeping -= 1;
          sleepingCalls -= 1;
        } else exchanging -= 1;
        if (isAbandoned) abandoned -= 1;
        changed();
        if (killed.signal.aborted) await never();
      }
    },
  };
  const requestHandler = inProcess(counted);
  const streamed = streamInProcess(counted);

  /** Does something that is under way until it has an answer, or is given up. */
  async function inACall<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isOver()) return never();
    begun = true;
    calls += 1;
    const call: Under = { asleep: 0, isOver: false };
    try {
      return await inCall.run(call, work);
    } finally {
      calls -= 1;
      // A call that is aborted does not wait for its sleep before another attempt to end.
      call.isOver = true;
      sleepingCalls -= call.asleep;
      changed();
    }
  }

  return {
    accessKeyId,
    clock,
    connect(Client, { region = 'eu-west-1' } = {}) {
      const client = new Client({
        endpoint: cloud.endpoint,
        region,
        credentials: { accessKeyId, secretAccessKey: 'secret' },
        requestHandler,
        maxAttempts: 1,
      } satisfies ClientOptions as never);
      (client as Countable).middlewareStack.add((next) => (given) => inACall(() => next(given)), {
        step: 'initialize',
        priority: 'high',
        name: 'countCalls',
      });
      return client;
    },
    stream: (request, limits) => inACall(() => streamed(request, limits)),
    asleep: () => sleeping,
    atRest(parked) {
      if (parked !== exchanging) return false;
      return isOver() || (begun && calls === exchanging - abandoned + sleepingCalls);
    },
    end() {
      begun = true;
      ended.abort();
      changed();
    },
    kill() {
      killed.abort();
      changed();
    },
  };
}

/** A call that is under way. */
interface Under {
  /** How many sleep within it. */
  asleep: number;
  isOver: boolean;
}

interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: RequestHandler;
  readonly maxAttempts: number;
}

interface Countable {
  readonly middlewareStack: {
    add(
      middleware: (next: (given: unknown) => Promise<unknown>) => (given: unknown) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
}

function never(): Promise<never> {
  return new Promise(() => {});
}
