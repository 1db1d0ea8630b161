import { UserError } from '@actions-aws/action';
import { patientHandler } from './answers.ts';

/** Settings that every SDK client of the suite shares. Endpoints and credentials come the SDK's usual ways. */
export interface ClientSettings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly customUserAgent: [string, string][];
  readonly requestHandler: ReturnType<typeof patientHandler>;
}

/**
 * Reads the region, and sets what the SDK leaves open: a request that hangs is given up after `timeoutMs`, where the SDK's
 * default is to wait for ever; and so is one whose answer stops coming.
 *
 * The SDK makes each request once: whether it is made again, and for how long, is for `patient` to say.
 */
export function clientSettings(
  env: Readonly<Record<string, string | undefined>>,
  { action, timeoutMs = 20_000, sockets }: { action: string; timeoutMs?: number; sockets?: number },
): ClientSettings {
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (!region) {
    throw new UserError('No AWS region is set: AWS_REGION is empty.', {
      hint: 'Run aws-actions/configure-aws-credentials with `aws-region` before this step, or set AWS_REGION in `env:`.',
    });
  }
  return {
    region,
    maxAttempts: 1,
    retryMode: 'standard',
    customUserAgent: [['actions', action]],
    requestHandler: patientHandler(
      {
        connectionTimeout: 5_000,
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
        ...(sockets !== undefined && { httpAgent: { maxSockets: sockets }, httpsAgent: { maxSockets: sockets } }),
      },
      timeoutMs,
      env,
    ),
  };
}
