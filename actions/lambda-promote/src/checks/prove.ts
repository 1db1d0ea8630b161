import type { Clock } from '@actions-aws/action';
import { type Invocation, type Invocations, LATEST, type NotInvoked } from '@actions-aws/lambda';
import type { Addresses } from './addresses.ts';
import type { Check } from './document.ts';
import { excerpt } from './excerpt.ts';
import { httpAnswer } from './http-answer.ts';
import { shortcomings } from './judge.ts';

/** How one check went. */
export interface CheckResult {
  readonly name: string;
  /** Where it was put: a version, the alias, or an address. */
  readonly target: string;
  /** Sentences; none when it passed. */
  readonly wrong: readonly string[];
  readonly durationMs: number;
  /** The end of the function's log, to explain what is wrong. */
  readonly logTail: string;
}

/** What is proved: whatever answers at the qualifier, which must be this version. */
export interface Target {
  readonly functionName: string;
  readonly qualifier: string;
  readonly version: string;
  /** Milliseconds that the function itself allows. */
  readonly timeoutMs: number;
  /** What the function can be asked to learn which version answers, where no check of its own does. */
  readonly probe?: unknown;
}

/** What checks need: to run functions, to reach addresses and to tell time. */
export interface Prover {
  readonly invocations: Invocations;
  readonly addresses: Addresses;
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

/**
 * Puts the checks to the target, one after another, and stops at none: a person wants to see all that is wrong. An address
 * cannot tell which version answers, so whatever can is put first.
 */
export async function prove(checks: readonly Check[], target: Target, prover: Prover): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const events = checks.filter((check) => check.kind === 'event');
  const addresses = checks.filter((check) => check.kind === 'url');
  for (const check of events) {
    prover.signal.throwIfAborted();
    results.push(await invoke(check, target, prover));
  }
  if (addresses.length > 0 && events.length === 0) results.push(...(await arrive(target, prover)));
  for (const check of addresses) {
    prover.signal.throwIfAborted();
    results.push(await callUrl(check, prover));
  }
  return results;
}

/** Waits until the alias leads to the version, which is wrong only if it does not; what the function says is no matter here. */
async function arrive(target: Target, prover: Prover): Promise<readonly CheckResult[]> {
  const { qualifier, version, probe } = target;
  if (probe === undefined) {
    await prover.clock.sleep(SETTLING_MS, prover.signal);
    return [];
  }
  const answer = await ask(probe, target, prover);
  const wrong = 'refused' in answer ? notRun(answer) : elsewhere(answer, version);
  if (wrong.length === 0) return [];
  return [{ name: `version ${version} answers`, target: qualifier, wrong, durationMs: 0, logTail: '' }];
}

/** What is wrong, of all that was proved. */
export function failures(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.filter(({ wrong }) => wrong.length > 0);
}

async function invoke(check: Extract<Check, { kind: 'event' }>, target: Target, prover: Prover): Promise<CheckResult> {
  const told = { name: check.name, target: target.qualifier };
  const answer = await ask(check.event, target, prover);
  if ('refused' in answer) {
    const remedy =
      answer.refused === 'throttled' && target.qualifier === LATEST
        ? 'Where all concurrency is provisioned, $LATEST has none: set `smoke-on: version`.'
        : answer.remedy;
    return { ...told, wrong: notRun(answer, remedy), durationMs: 0, logTail: '' };
  }
  const wrong = [...elsewhere(answer, target.version)];
  if (answer.functionError) wrong.push(`the function failed: ${errorOf(answer.payload)}`);
  else {
    const http = check.expect.status ? httpAnswer(answer.payload) : { body: answer.payload };
    if ('unlike' in http) wrong.push(http.unlike);
    else wrong.push(...(await shortcomings({ ...http, durationMs: answer.durationMs }, check.expect, prover.signal)));
  }
  return { ...told, wrong, durationMs: answer.durationMs, logTail: wrong.length > 0 ? answer.logTail : '' };
}

/** Has the function run once: again only where it did not run, or where an alias still led to the version before. */
async function ask(
  event: unknown,
  { functionName, qualifier, version, timeoutMs }: Target,
  { invocations, clock, signal }: Prover,
): Promise<Invocation | NotInvoked> {
  const payload = JSON.stringify(event);
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

async function callUrl(
  check: Extract<Check, { kind: 'url' }>,
  { addresses, clock, signal }: Prover,
): Promise<CheckResult> {
  const told = { name: check.name, target: check.url, logTail: '' };
  const started = clock.now();
  try {
    const answer = await addresses.get(check.url, signal);
    const durationMs = clock.now() - started;
    const wrong = await shortcomings({ ...answer, durationMs }, check.expect, signal);
    return { ...told, wrong, durationMs };
  } catch (error) {
    signal.throwIfAborted();
    // Of a host with several addresses, none of which answers, Node has only a code.
    const { message, code } = error as Error & { code?: string };
    return { ...told, wrong: [`it did not answer: ${message || code}`], durationMs: clock.now() - started };
  }
}

function errorOf(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
    return excerpt([errorType, errorMessage].filter(Boolean).join(': ') || payload);
  } catch {
    return excerpt(payload);
  }
}
