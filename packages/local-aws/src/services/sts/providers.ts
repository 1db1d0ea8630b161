import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { AwsError } from '../../kernel/errors.ts';

/** An OpenID Connect provider of an account, as IAM has it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export interface Provider {
  /** The issuer, such as `https://token.actions.githubusercontent.com`. */
  readonly url: string;
  /** Audiences that it accepts, such as `sts.amazonaws.com`. */
  readonly clientIds: readonly string[];
  /** What the issuer publishes below its URL: here it is handed over, since nothing is fetched. */
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[];
}

/** The issuer of GitHub's tokens, and the name of its provider. */
export const githubIssuer = 'token.actions.githubusercontent.com';

/** The issuer as ARNs and condition keys name it. */
export function hostOf(url: string): string {
  return url.replace(/^https:\/\//, '');
}

/** Throws when a provider could not be one of IAM's. */
export function validateProvider({ url, clientIds, keys }: Provider): void {
  if (!/^https:\/\/[^?#]+[^/?#]$/.test(url))
    throw new Error(`${url} is not an issuer, such as https://${githubIssuer}`);
  if (clientIds.length === 0) throw new Error(`the provider ${url} needs an audience, such as sts.amazonaws.com`);
  for (const jwk of keys) createPublicKey({ key: jwk, format: 'jwk' });
}

/**
 * Checks a token against the provider of its issuer: signature, then audience. In the words of AWS:
 * https://github.com/aws-actions/configure-aws-credentials/issues/280, /issues/775 and
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
export function assertIssued(token: string, issuer: string, audience: string, provider: Provider | undefined): void {
  if (!provider) throw invalidToken(`No OpenIDConnect provider found in your account for https://${issuer}`);
  if (!isSigned(token, provider))
    throw invalidToken(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  if (!provider.clientIds.includes(audience)) throw invalidToken('Incorrect token audience');
}

/** RS256, which is what GitHub signs with: https://docs.github.com/en/actions/reference/security/oidc */
function isSigned(token: string, { keys }: Provider): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: string; kid?: string };
    const key = keys.find((each) => each.kid === kid);
    if (alg !== 'RS256' || !key) return false;
    const signed = Buffer.from(`${header}.${payload}`);
    return verify('RSA-SHA256', signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function invalidToken(message: string): AwsError {
  return new AwsError('InvalidIdentityToken', 400, message);
}
