import { createHash, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

/** A key that signs tokens, made anew at each start: nothing outside this process trusts it. */
export interface SigningKey {
  /** The public half, as `/.well-known/jwks` publishes it: https://datatracker.ietf.org/doc/html/rfc7517#section-5 */
  readonly jwk: JsonWebKey & { readonly kid: string };
  /** A signed JWT: https://datatracker.ietf.org/doc/html/rfc7515#section-7.1 */
  sign(claims: Readonly<Record<string, unknown>>): string;
}

/** RS256, as GitHub's: https://docs.github.com/en/actions/reference/security/oidc */
export function signingKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const exported = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(String(exported.n)).digest('hex').slice(0, 40);
  return {
    jwk: { ...exported, kid, use: 'sig', alg: 'RS256' },
    sign(claims) {
      const encoded = [{ typ: 'JWT', alg: 'RS256', kid }, claims].map((value) =>
        Buffer.from(JSON.stringify(value)).toString('base64url'),
      );
      const signed = encoded.join('.');
      return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}
