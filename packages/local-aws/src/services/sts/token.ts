import { AwsError } from '../../kernel/errors.ts';

/** What STS reads of an OIDC token. */
export interface WebIdentity {
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

/** Reads a JWT's claims; its signature is not verified, as no provider is known here. Throws AWS's errors of the operation. */
export function readToken(token: string, now: number): WebIdentity {
  const { sub, aud, iss, exp } = claimsOf(token);
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
  return { subject: sub, audience, issuer: iss.replace(/^https:\/\//, '') };
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
