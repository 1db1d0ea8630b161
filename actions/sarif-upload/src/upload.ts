import { type Clock, type Log, reasonOf, showDuration, UserError, wasGivenUp } from '@actions-aws/action';
import { withinDeadline } from '@actions-aws/promotion';
import { type Failure, isFailureCode, type Outcome } from './outcome.ts';
import type { CodeScanning, Target } from './ports.ts';
import { analysesInWords, refusedInWords, scanInWords } from './report/words.ts';
import type { Fate, Result } from './result.ts';
import { isSame, settled } from './steps/await.ts';
import { compressed } from './steps/document.ts';
import { type Preparation, type Prepared, pathsOf } from './steps/prepare.ts';

/** What the workflow asks for. */
export interface Wanted {
  readonly target: Target;
  readonly dryRun: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  readonly whenUnavailable: 'fail' | 'skip';
  /** The run's token is one of a fork or of Dependabot, which may not upload. */
  readonly isForeign: boolean;
}

/** What an upload acts in. */
export interface Context {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Pick<Log, 'info' | 'debug'>;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Speaks with GitHub, until the signal ends it. */
  connect(signal: AbortSignal): Promise<CodeScanning>;
}

/** Sends what is prepared, and waits until GitHub has processed it. */
export async function upload(preparation: Preparation, wanted: Wanted, context: Context): Promise<Result> {
  const { target } = wanted;
  const fates = new Map<Prepared, Fate>(preparation.analyses.map((one) => [one, { state: 'waiting' }]));
  const ended = (outcome: Outcome, failure?: Failure): Result => ({ outcome, target, preparation, fates, failure });
  if (wanted.dryRun) return ended('planned');
  const time = `\`timeout\` is ${showDuration(wanted.timeout)}`;
  return withinDeadline({ ...context, budget: { deadline: context.deadline } }, time, async (signal) => {
    try {
      const within = { ...context, signal };
      const scanning = await context.connect(signal);
      const before = await overtaken(scanning, target);
      if (before) return ended('superseded', before);
      await send(preparation, target, fates, scanning, within);
      // Another run may have sent a newer commit meanwhile, and been overwritten by this one.
      const after = await overtaken(scanning, target);
      if (after) return ended('superseded', after);
      const refused = rejection(preparation, fates);
      return refused ? ended('rejected', refused) : ended('uploaded');
    } catch (thrown) {
      if (!(thrown instanceof UserError) && !wasGivenUp(thrown, signal)) throw thrown;
      context.log.debug(String((thrown as Error).stack ?? thrown));
      return ended(...endOf(thrown, wanted, fates, signal));
    }
  });
}

/** Sends all files, then waits for each: GitHub processes them side by side. What is refused goes again by analysis. */
async function send(
  { deliveries }: Preparation,
  target: Target,
  fates: Map<Prepared, Fate>,
  scanning: CodeScanning,
  context: Pick<Context, 'clock' | 'signal' | 'log'>,
): Promise<void> {
  for (let round = deliveries; round.length > 0; ) {
    const again: (readonly Prepared[])[] = [];
    const refuse = (delivery: readonly Prepared[], why: string) => {
      if (delivery.length > 1) {
        context.log.info(
          `GitHub refused a file with ${analysesInWords(delivery)}; each goes by itself. It said: ${why}`,
        );
        again.push(...delivery.map((one) => [one]));
        set(delivery, { state: 'waiting' });
      } else set(delivery, { state: 'refused', why });
    };
    const set = (delivery: readonly Prepared[], fate: Fate) => {
      for (const one of delivery) fates.set(one, fate);
    };
    const sent: { readonly delivery: readonly Prepared[]; readonly id: string }[] = [];
    for (const delivery of round) {
      const file = await compressed(pathsOf(delivery), context.signal);
      context.log.info(`Sending ${analysesInWords(delivery)} (${file.length} bytes).`);
      // From here on it may be there, even if the answer is lost.
      set(delivery, { state: 'sent' });
      try {
        sent.push({ delivery, id: await scanning.upload(file, target) });
      } catch (error) {
        if (isCertain(error)) set(delivery, { state: 'waiting' });
        if (!(error instanceof UserError) || error.code !== 'refused') throw error;
        refuse(delivery, error.message);
      }
    }
    if (sent.length > 0) context.log.info('Waiting until GitHub has processed it.');
    for (const { delivery, id } of sent) {
      const found = await settled(id, delivery, scanning, context);
      if (found.state === 'refused') refuse(delivery, found.errors.join('; '));
      else
        for (const one of delivery) {
          const analysis = found.analyses.find((each) => isSame(one, each));
          if (analysis) fates.set(one, { state: 'landed', analysis });
        }
    }
    round = again;
  }
}

/** Errors after which it is known that GitHub has done nothing. */
function isCertain(error: unknown): boolean {
  const codes = [
    'refused',
    'not-enabled',
    'no-upload',
    'not-allowed',
    'credentials-invalid',
    'rate-limited',
    'not-found',
  ];
  return error instanceof UserError && codes.includes(error.code ?? '');
}

/** Why results of this commit say nothing of the ref any more. */
async function overtaken(scanning: CodeScanning, target: Target): Promise<Failure | undefined> {
  const now = await scanning.newer(target);
  if (now === undefined) return undefined;
  const is = now === 'gone' ? 'is gone' : `is at ${now.slice(0, 12)}`;
  return {
    code: 'newer-commit',
    message: `The results are of ${target.sha.slice(0, 12)}, and ${target.ref} ${is} by now.`,
    hint: 'The run of that commit has to send its own, at last: run it again if it has ended already.',
  };
}

/** What was not sent, or not taken. */
function rejection({ incomplete }: Preparation, fates: ReadonlyMap<Prepared, Fate>): Failure | undefined {
  const refused = [...fates].flatMap(([one, fate]) =>
    fate.state === 'refused' ? [refusedInWords(one, fate.why)] : [],
  );
  if (refused.length > 0)
    return {
      code: 'refused',
      message: refused.join(' '),
      hint: 'All other analyses are there. Correct what GitHub names, or leave that report out.',
    };
  const [first] = incomplete;
  if (!first) return undefined;
  const names = incomplete.map(
    (one) => `${scanInWords(one)} (${one.failures.map(({ message }) => message).join(' ')})`,
  );
  return {
    code: 'incomplete',
    message: `Not sent, since the scan did not see everything: ${names.join('; ')}.`,
    hint: first.failures[0]?.hint ?? 'Its alerts stay as they are until the scan runs whole.',
  };
}

/** How a run ended that an error stopped. */
function endOf(
  thrown: unknown,
  { whenUnavailable, isForeign }: Wanted,
  fates: ReadonlyMap<Prepared, Fate>,
  signal: AbortSignal,
): readonly [Outcome, Failure] {
  const { message, hint, code } = reasonOf(thrown, signal) as UserError;
  const isOpen = [...fates.values()].some(({ state }) => state === 'sent');
  const known = isFailureCode(code) ? code : wasGivenUp(thrown, signal) ? 'cancelled' : 'error';
  const failure = { code: known, message, hint };
  if (known === 'not-enabled' && whenUnavailable === 'skip') return ['skipped', failure];
  if (known === 'no-upload') return isForeign ? ['skipped', failure] : ['failed', { ...failure, code: 'not-allowed' }];
  if (!isOpen) return ['failed', failure];
  const waiting = 'It is not known what became of what was sent; a second run sends it again, which overwrites it.';
  return [
    'unknown',
    { ...failure, code: known === 'timed-out' ? 'not-processed' : known, message: `${message} ${waiting}` },
  ];
}
