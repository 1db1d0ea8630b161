import { AwsError } from '../../kernel/errors.ts';
import { hostOf } from './providers.ts';

/** What STS reads of an OIDC token. */
export interface WebIdentity {
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
  /** What conditions of a trust policy can ask for, by the name of the claim. */
  readonly claims: ReadonlyMap<string, string>;
}

/**
 * `sub`, `aud` and, of GitHub's, these; AWS knows no other claim.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif,
 * https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
const known = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'workflow',
];

/** Reads a JWT's claims; whether its issuer signed it is for `providers.ts` to say. Throws AWS's errors of the operation. */
export function readToken(token: string, now: number): WebIdentity {
  const given = claimsOf(token);
  const { sub, aud, iss, exp } = given;
  const audience = Array.isArray(aud) ? aud[0] : aud;
  if (typeof sub !== 'string' || typeof audience !== 'string' || typeof iss !== 'string' || typeof exp !== 'number') {
    throw new AwsError('InvalidIdentityToken', 400, 'Missing a required claim: sub, aud, iss or exp');
  }
  if (exp * 1000 <= now) {
    const [at, until] = [now, exp * 1000].map((time) => new Date(time).toISOString());
    throw new AwsError(
      'ExpiredTokenException',
      400,
      `Token expired: current date/time ${at} must be before the expiration date/time ${until}`,
    );
  }
  const others = known.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]] as const] : []));
  const claims = new Map([['sub', sub], ['aud', audience], ...others]);
  return { subject: sub, audience, issuer: hostOf(iss), claims };
}

function claimsOf(token: string): Record<string, unknown> {
  const [, payload, signature, ...rest] = token.split('.');
  try {
    if (payload === undefined || signature === undefined || rest.length > 0) throw new Error('not three parts');
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError(
      'InvalidIdentityToken',
      400,
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
}
