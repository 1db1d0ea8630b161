import { showDuration, UserError } from '@actions-aws/action';

/** Kept free at the end of every run: a rollback is one read and one write, each retried within this. Milliseconds. */
export const ROLLBACK_RESERVE_MS = 60_000;

/** How long the session of a role lasts, unless more was asked for: https://github.com/aws-actions/configure-aws-credentials#options (`role-duration-seconds`). */
const USUAL_SESSION_MS = 3_600_000;

/** What a run may use: time until its deadline, and credentials that outlive the rollback that may follow. */
export interface Budget {
  /** When the run must have ended, its rollback apart. Milliseconds since the epoch. */
  readonly deadline: number;
  /** When the credentials end; unknown where nobody said. Milliseconds since the epoch. */
  readonly credentialsEnd?: number;
  /** Why they may end before a rollback could, where that is not known. */
  readonly doubt?: string;
}

/**
 * Works out the budget, and refuses a run whose credentials would end before a rollback could.
 *
 * The expiry is `given` (an input) or `AWS_CREDENTIAL_EXPIRATION`, an ISO 8601 time as
 * https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html writes it; or as JSON, in quotes, which
 * is what the output `aws-expiration` of aws-actions/configure-aws-credentials has: it is handed over as a `Date`. It is
 * never guessed.
 */
export function readBudget(options: {
  readonly now: number;
  readonly timeoutMs: number;
  readonly given: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Budget {
  const deadline = options.now + options.timeoutMs;
  const needed = deadline + ROLLBACK_RESERVE_MS;
  const text = options.given || options.env.AWS_CREDENTIAL_EXPIRATION;
  if (!text) return { deadline, ...doubtOf(needed - options.now, options.env) };
  const credentialsEnd = Date.parse(text.replace(/^"(.*)"$/, '$1'));
  if (Number.isNaN(credentialsEnd)) {
    throw new UserError(
      `The credentials' expiry, ${JSON.stringify(text)}, is not a time; write it like 2026-05-04T12:00:00Z.`,
      {
        hint: 'It comes from the input `credentials-expire-at`, or from the environment variable AWS_CREDENTIAL_EXPIRATION.',
      },
    );
  }
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

/** Only a session ends: keys of a user do not, and what the SDK gets by itself it gets anew. */
function doubtOf(neededMs: number, env: Readonly<Record<string, string | undefined>>): Pick<Budget, 'doubt'> {
  const mayBeSession = Boolean(env.AWS_SESSION_TOKEN || env.AWS_PROFILE);
  if (!mayBeSession || neededMs <= USUAL_SESSION_MS) return {};
  const doubt = `This run may take ${showDuration(neededMs)} with a rollback, and nobody said when the AWS credentials end: those of a role do after ${showDuration(USUAL_SESSION_MS)}, unless \`role-duration-seconds\` says otherwise. If they end while users meet the candidate, nothing takes it from them. Give \`credentials-expire-at\`, and it is checked before anything is written.`;
  return { doubt };
}
