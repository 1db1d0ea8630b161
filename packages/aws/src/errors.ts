import { UserError } from '@actions-aws/action';
import { isClockSkewError, isThrottlingError } from '@smithy/core/retry';
import { UnsentError } from './unless.ts';

/** What was being done when a call failed, in words that the message and its remedy are made of. */
export interface Doing {
  /** Such as `read the alias live of search-api`. */
  readonly doing: string;
  /** The IAM action that the call needs, such as `lambda:GetAlias`. */
  readonly action: string;
}

/** Thrown where an answer came that is none, as AWS says by other means than an error. Another try may go well. */
export class TransientError extends UserError {
  override readonly name: string = 'TransientError';
}

/** The name an AWS error goes by, such as `ResourceNotFoundException`; empty for what is not one. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Whether AWS refused for lack of permission. The names differ between services' protocols. */
export function isAccessDenied(error: unknown): boolean {
  return ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation'].includes(errorName(error));
}

/** Whether the credentials have ended, or were never valid. */
function areCredentialsInvalid(error: unknown): boolean {
  return [
    'ExpiredTokenException',
    'ExpiredToken',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'CredentialsProviderError',
  ].includes(errorName(error));
}

/**
 * Says what failed and what to do about it. What the workflow's author can mend becomes a `UserError`; an outage keeps
 * AWS's own words and request id, and is worth another run.
 */
export function explain(error: unknown, { doing, action }: Doing): Error {
  if (error instanceof UserError) return error;
  // Given up before AWS did anything: why, is all there is to say.
  if (error instanceof UnsentError && error.reason instanceof Error) return error.reason;
  if (!(error instanceof Error)) return new Error(`Could not ${doing}: ${String(error)}`);
  const request = requestId(error);
  const said = `${error.name}: ${error.message}${request ? ` (request ${request})` : ''}`;
  if (isAccessDenied(error)) {
    return new UserError(`Not allowed to ${doing}. AWS said ${said}`, {
      hint: `Allow \`${action}\` in the role's policy; the README of this action has the whole policy.`,
      code: 'not-allowed',
      cause: error,
    });
  }
  if (areCredentialsInvalid(error)) {
    return new UserError(`Could not ${doing}: the AWS credentials are missing, wrong or have ended. AWS said ${said}`, {
      hint: 'Assume the role right before this step, and give the job `permissions: id-token: write`.',
      code: 'credentials-invalid',
      cause: error,
    });
  }
  if ((error as { code?: unknown }).code === 'ERR_PROXY_TUNNEL') {
    return new UserError(`Could not ${doing}: the proxy did not let the call through. ${error.message}`, {
      hint: 'Correct HTTPS_PROXY, or have the proxy let it through, or name the host in NO_PROXY.',
      cause: error,
    });
  }
  if (isTransient(error)) {
    return new UserError(`Could not ${doing}: AWS kept failing. The last answer was ${said}`, {
      hint: 'Run the job again: it goes on from what it finds.',
      code: 'unavailable',
      cause: error,
    });
  }
  return new UserError(`Could not ${doing}. AWS said ${said}`, { cause: error });
}

/**
 * Whether another try may go well, and the call may have been done all the same: AWS failed or was too busy, or its reply
 * never came. Of an error that was explained, its cause tells.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TransientError || error.name === 'TimeoutError') return true;
  const { $metadata, $retryable } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    $retryable?: unknown;
  };
  // A call that was made and has no status never got its answer, whatever the network calls that.
  const status = $metadata ? ($metadata.httpStatusCode ?? 500) : 0;
  if (status >= 500 || $retryable !== undefined) return true;
  if ($metadata && isThrottled(error)) return true;
  return isTransient(error.cause);
}

/** Whether AWS was too busy, and has done nothing. Some of its protocols answer 400: only the name tells, by the SDK's own list. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && isThrottlingError(error as SdkError);
}

type SdkError = Parameters<typeof isThrottlingError>[0];

/** Whether the same call, made again, may be answered better: not what is wrong with its credentials, or with this program. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'AbortError' || error instanceof TypeError) return false;
  return isOfClock(error) || (isTransient(error) && !areCredentialsInvalid(error));
}

/**
 * Whether AWS refused a call for its time, so that a few more attempts may do: the SDK signs them by the clock of the answer. On a
 * machine whose clock is four minutes off it says of every error, a "not found" included, that it has corrected the clock; only the
 * name tells (AwsSdkSigV4Signer of @aws-sdk/core 3.981).
 */
export function isOfClock(error: unknown): boolean {
  if (!(error instanceof Error) || !isClockSkewError(error as SdkError)) return false;
  return (error as SdkError).$metadata?.clockSkewCorrected === true;
}

function requestId(error: Error): string | undefined {
  return (error as { $metadata?: { requestId?: string } }).$metadata?.requestId;
}

/** Awaits a call, and explains its error. */
export async function explained<Answer>(answer: Promise<Answer>, doing: Doing): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw explain(error, doing);
  }
}
