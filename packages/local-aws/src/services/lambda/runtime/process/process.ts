import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../../kernel/clock.ts';
import { exited } from '../exits.ts';
import { type Instance, loadLimit, type Outcome } from '../instance.ts';
import { type TimeLimit, timeLimit } from '../time-limit.ts';
import { type Launched, launch, type ProcessBuild } from './launch.ts';
import { LaunchError } from './launch-error.ts';
import { type RuntimeApi, runtimeApi } from './runtime-api.ts';

/** What makes a process' build ready, such as unpacking an image; the tag is for its frames. Throws a {@link LaunchError}. */
export type Prepare = (tag: string) => Promise<ProcessBuild>;

/** How long loading may take, `onLocalClock` where it is paid out of an invocation's time. */
export interface LoadLimit {
  readonly milliseconds: number;
  readonly onLocalClock: boolean;
}

/** An SDK in a function must not find how this machine's user has configured theirs, as it has the same home. */
const notOfThisUser = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };

/** Starts an execution environment in a process, whose runtime speaks the Runtime API. */
export function startProcess(
  prepare: Prepare,
  clock: Clock,
  loading: LoadLimit = { milliseconds: loadLimit, onLocalClock: false },
): Instance {
  const tag = randomUUID();
  let alive = true;
  let listener: (text: string) => void = () => {};
  let limit: TimeLimit | undefined;
  let api: RuntimeApi | undefined;
  let launched: Launched | undefined;
  let reports = 0;
  // Reported, and settled when the runtime asks for its next invocation, or ends: only then is it known which.
  let answer: Outcome | undefined;
  let settleReadiness: ((outcome: Outcome | undefined) => void) | undefined;
  let settleInvocation: ((outcome: Outcome) => void) | undefined;

  /** What a runtime reports counts once all is logged that it wrote before. */
  async function reported(then: () => void): Promise<void> {
    await launched?.marked(reports);
    then();
  }

  async function begin(): Promise<void> {
    if (process.platform === 'win32') {
      throw new LaunchError('functions in Python and images run in processes of Unix: not on Windows');
    }
    const build = await prepare(tag);
    api = await runtimeApi({
      ready() {
        settleReadiness?.(undefined);
        const outcome = answer;
        if (outcome !== undefined) void reported(() => settleInvocation?.(outcome));
      },
      initError(outcome) {
        reports += 1;
        void reported(() => settleReadiness?.(outcome));
      },
      answered(outcome) {
        reports += 1;
        answer = outcome;
      },
    });
    if (!alive) {
      api.close();
      return;
    }
    const environment = { ...notOfThisUser, ...build.environment, AWS_LAMBDA_RUNTIME_API: api.address };
    const host = {
      tag,
      log: (text: string) => listener(text),
      time: () => ({ now: clock.now(), remaining: limit?.remaining() ?? 0 }),
    };
    launched = launch({ ...build, environment }, host);
    const fault = await launched.exit;
    alive = false;
    api.close();
    settleReadiness?.(fault);
    settleInvocation?.(answer ?? fault);
  }

  const begun = begin().catch((error: unknown) => {
    alive = false;
    api?.close();
    const why = error instanceof LaunchError ? error : new LaunchError(String(error));
    if (why.entry !== undefined) listener(why.entry);
    settleReadiness?.(why.fault);
  });

  async function end(): Promise<void> {
    alive = false;
    launched?.kill();
    await begun;
    // What has not begun yet, or could not.
    settleReadiness?.(exited(null, 'SIGKILL'));
    settleInvocation?.(exited(null, 'SIGKILL'));
  }

  const readiness = new Promise<Outcome | undefined>((resolve) => {
    const cancel = startLimit(clock, loading, () => settleReadiness?.({ kind: 'timeout' }));
    settleReadiness = (outcome) => {
      settleReadiness = undefined;
      cancel();
      if (outcome !== undefined) alive = false;
      // The process is gone, and its output complete, before its end is told.
      if (outcome?.kind === 'timeout' || outcome?.kind === 'error') void end().then(() => resolve(outcome));
      else resolve(outcome);
    };
  });

  return {
    alive: () => alive,
    ready: () => readiness,
    listen(next) {
      listener = next;
    },
    end,
    invoke(invocation) {
      if (!alive) return Promise.resolve(exited(1, null));
      return new Promise((resolve) => {
        limit = timeLimit(clock, invocation.milliseconds, () => settleInvocation?.({ kind: 'timeout' }));
        settleInvocation = (outcome) => {
          settleInvocation = undefined;
          answer = undefined;
          limit?.cancel();
          // As of a worker: the environment is thrown away, with its memory.
          if (outcome.kind === 'timeout') void end().then(() => resolve(outcome));
          else resolve(outcome);
        };
        api?.give(invocation, Math.floor(clock.now() + invocation.milliseconds));
      });
    },
  };
}

function startLimit(clock: Clock, { milliseconds, onLocalClock }: LoadLimit, expired: () => void): () => void {
  if (onLocalClock) return timeLimit(clock, milliseconds, expired).cancel;
  const timer = setTimeout(expired, milliseconds);
  return () => clearTimeout(timer);
}
