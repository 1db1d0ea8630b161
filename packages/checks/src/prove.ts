import type { Clock } from '@actions-aws/action';
import type { Addresses } from './addresses.ts';
import type { AddressCheck, Check, TargetCheck } from './document.ts';
import { shortcomings } from './judge.ts';

/** How one check went. */
export interface CheckResult {
  readonly name: string;
  /** Where it was put: a version, the alias, or an address. */
  readonly target: string;
  /** Sentences; none when it passed. */
  readonly wrong: readonly string[];
  readonly durationMs: number;
  /** The end of the log, to explain what is wrong. */
  readonly logTail: string;
}

/** What checks are put to. It knows how it is asked, and how to tell that the candidate answered. */
export interface Target {
  /** Puts a check once, and judges what came. */
  ask(check: TargetCheck): Promise<CheckResult>;
  /**
   * Waits until the candidate answers where users come, for addresses, which cannot tell who answered. Gives what is wrong;
   * nothing where it answers, and where nothing can be asked.
   */
  arrive(): Promise<readonly CheckResult[]>;
}

/** What checks need besides: to reach addresses and to tell time. */
export interface Prover {
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Puts the checks to the target, one after another, and stops at none: a person wants to see all that is wrong. An address
 * cannot tell which version answers, so all that can are put first.
 */
export async function prove(checks: readonly Check[], target: Target, prover: Prover): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const direct = checks.filter((check) => check.kind !== 'url');
  const addresses = checks.filter((check) => check.kind === 'url');
  for (const check of direct) {
    prover.signal.throwIfAborted();
    results.push(await target.ask(check));
  }
  if (addresses.length > 0 && direct.length === 0) results.push(...(await target.arrive()));
  for (const check of addresses) {
    prover.signal.throwIfAborted();
    results.push(await callUrl(check, prover));
  }
  return results;
}

/** What is wrong, of all that was proved at some place, in sentences; empty where nothing is. */
export function failedInWords(results: readonly CheckResult[], where: string): string {
  const failed = results.filter(({ wrong }) => wrong.length > 0);
  if (failed.length === 0) return '';
  // What the candidate says of itself may end with a full stop already.
  const each = failed.map(({ name, wrong }) => `${name}: ${wrong.join(', ')}`.replace(/\.$/, ''));
  return `${failed.length} of ${results.length} checks failed at ${where}. ${each.join('. ')}.`;
}

async function callUrl(check: AddressCheck, { addresses, clock, signal }: Prover): Promise<CheckResult> {
  const told = { name: check.name, target: check.url, logTail: '' };
  const started = clock.now();
  try {
    const answer = await addresses.get(check.url, signal);
    const durationMs = clock.now() - started;
    const wrong = await shortcomings({ ...answer, durationMs }, check.expect, signal);
    return { ...told, wrong, durationMs };
  } catch (error) {
    signal.throwIfAborted();
    const { message } = error as Error;
    return { ...told, wrong: [`it did not answer: ${message}`], durationMs: clock.now() - started };
  }
}
