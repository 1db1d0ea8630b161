import { UserError } from '@actions-aws/action';

/** Kept free at the end of every run: a rollback is one read and one write, each retried within this. Milliseconds. */
export const ROLLBACK_RESERVE_MS = 60_000;

/** What a run may use: time until its deadline, and credentials that outlive the rollback that may follow. */
export interface Budget {
  /** When the run must have ended, its rollback apart. Milliseconds since the epoch. */
  readonly deadline: number;
  /** When the credentials end; unknown where nobody said. Milliseconds since the epoch. */
  readonly credentialsEnd?: number;
}

/**
 * Works out the budget, and refuses a run whose credentials would end before a rollback could.
 *
 * The expiry is `given` (an input) or `AWS_CREDENTIAL_EXPIRATION`, an ISO 8601 time as
 * https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html writes it. It is never guessed.
 */
export function readBudget(options: {
  readonly now: number;
  readonly timeoutMs: number;
  readonly given: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Budget {
  const deadline = options.now + options.timeoutMs;
  const text = options.given || options.env.AWS_CREDENTIAL_EXPIRATION;
  if (!text) return { deadline };
  const credentialsEnd = Date.parse(text);
  if (Number.isNaN(credentialsEnd)) {
    throw new UserError(
      `The credentials' expiry, ${JSON.stringify(text)}, is not a time; write it like 2026-05-04T12:00:00Z.`,
      {
        hint: 'It comes from the input `credentials-expire-at`, or from the environment variable AWS_CREDENTIAL_EXPIRATION.',
      },
    );
  }
  const needed = deadline + ROLLBACK_RESERVE_MS;
  if (credentialsEnd < needed) {
    const left = Math.max(0, Math.floor((credentialsEnd - options.now) / 1000));
    const wanted = Math.ceil((needed - options.now) / 1000);
    throw new UserError(
      `The AWS credentials end in ${left} s, but this run may take ${wanted} s with a rollback: it could break off half way.`,
      {
        hint: 'Assume the role right before this step, with a longer `role-duration-seconds`, or lower `timeout`.',
      },
    );
  }
  return { deadline, credentialsEnd };
}
