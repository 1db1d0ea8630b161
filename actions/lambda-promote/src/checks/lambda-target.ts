import type { Clock } from '@actions-aws/action';
import { type CheckResult, excerpt, shortcomings, type Target, type TargetCheck } from '@actions-aws/checks';
import { type Invocation, type Invocations, LATEST, type NotInvoked } from '@actions-aws/lambda';
import { httpAnswer } from './http-answer.ts';
import { httpEvent } from './http-event.ts';

/** What answers at the qualifier of a function, which must be this version. */
export interface Qualified {
  readonly functionName: string;
  readonly qualifier: string;
  readonly version: string;
  /** Milliseconds that the function itself allows. */
  readonly timeoutMs: number;
  /** What the function can be asked to learn which version answers, where no check of its own does. */
  readonly probe?: TargetCheck | undefined;
}

/** What it takes to run functions, and to wait for them. */
export interface Invoker {
  readonly invocations: Invocations;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * How long an alias that has just moved may answer with the version before, in milliseconds. AWS says "a short period of
 * time", and no figure: https://docs.aws.amazon.com/whitepapers/latest/serverless-architectures-lambda/welcome.html (deployment).
 * To wait long for what is over in an instant costs nothing; to give up early takes a good version from its users.
 */
const SETTLING_MS = 60_000;
/** How long Lambda may be too busy, in milliseconds. */
const BUSY_MS = 10_000;
const LOOK_AGAIN_MS = 500;

/** A {@link Target} that runs a function: a request is sent as the event by which API Gateway brings it. */
export function lambdaTarget(qualified: Qualified, invoker: Invoker): Target {
  return {
    ask: (check) => put(check, qualified, invoker),
    arrive: () => arrive(qualified, invoker),
  };
}

/** Waits until the alias leads to the version, which is wrong only if it does not; what the function says is no matter here. */
async function arrive(qualified: Qualified, invoker: Invoker): Promise<readonly CheckResult[]> {
  const { qualifier, version, probe } = qualified;
  if (probe === undefined) {
    await invoker.clock.sleep(SETTLING_MS, invoker.signal);
    return [];
  }
  const answer = await invoked(probe, qualified, invoker);
  const wrong = 'refused' in answer ? notRun(answer) : elsewhere(answer, version);
  if (wrong.length === 0) return [];
  return [{ name: `version ${version} answers`, target: qualifier, wrong, durationMs: 0, logTail: '' }];
}

async function put(check: TargetCheck, qualified: Qualified, invoker: Invoker): Promise<CheckResult> {
  const told = { name: check.name, target: qualified.qualifier };
  const answer = await invoked(check, qualified, invoker);
  if ('refused' in answer) {
    const remedy =
      answer.refused === 'throttled' && qualified.qualifier === LATEST
        ? 'Where all concurrency is provisioned, $LATEST has none: set `smoke-on: version`.'
        : answer.remedy;
    return { ...told, wrong: notRun(answer, remedy), durationMs: 0, logTail: '' };
  }
  const wrong = [...elsewhere(answer, qualified.version)];
  if (answer.functionError) wrong.push(`the function failed: ${errorOf(answer.payload)}`);
  else {
    const http = check.kind === 'request' ? httpAnswer(answer.payload) : { body: answer.payload };
    if ('unlike' in http) wrong.push(http.unlike);
    else wrong.push(...(await shortcomings({ ...http, durationMs: answer.durationMs }, check.expect, invoker.signal)));
  }
  return { ...told, wrong, durationMs: answer.durationMs, logTail: wrong.length > 0 ? answer.logTail : '' };
}

/** Has the function run once: again only where it did not run, or where an alias still led to the version before. */
async function invoked(
  check: TargetCheck,
  { functionName, qualifier, version, timeoutMs }: Qualified,
  { invocations, clock, signal }: Invoker,
): Promise<Invocation | NotInvoked> {
  const payload = JSON.stringify(check.kind === 'request' ? httpEvent(check.request) : check.payload);
  const began = clock.now();
  // Only an alias leads elsewhere than it says.
  const mayLeadBack = () => qualifier !== version && clock.now() - began < SETTLING_MS;
  for (;;) {
    const answer = await invocations.invoke(functionName, qualifier, payload, { signal, timeoutMs });
    if (!('refused' in answer)) {
      if (answer.executedVersion === version || !mayLeadBack()) return answer;
    } else if (answer.refused === 'missing') {
      if (!mayLeadBack()) throw answer.error;
    } else if (answer.refused === 'unable') {
      // It may still be the version before that Lambda cannot run, and this one is there to replace it.
      if (!mayLeadBack()) return answer;
    } else if (clock.now() - began >= BUSY_MS) return answer;
    await clock.sleep(LOOK_AGAIN_MS, signal);
  }
}

function elsewhere({ executedVersion }: Invocation, version: string): readonly string[] {
  return executedVersion === version ? [] : [`version ${executedVersion} answered, not ${version}`];
}

function notRun({ reason, remedy: usual }: NotInvoked, remedy = usual): readonly string[] {
  return [`Lambda did not run it (${reason})${remedy && `: ${remedy.charAt(0).toLowerCase()}${remedy.slice(1, -1)}`}`];
}

function errorOf(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
    return excerpt([errorType, errorMessage].filter(Boolean).join(': ') || payload);
  } catch {
    return excerpt(payload);
  }
}
