/** What proves to a registry who asks. */
export type Credentials = Login | IdentityToken | RegistryToken;

/** A user and a password. */
export interface Login {
  readonly kind: 'login';
  readonly username: string;
  readonly password: string;
}

/** Is exchanged for tokens, as OAuth 2.0 does. Source: https://distribution.github.io/distribution/spec/auth/oauth/ */
export interface IdentityToken {
  readonly kind: 'identity token';
  readonly token: string;
}

/** Is sent as it is. */
export interface RegistryToken {
  readonly kind: 'registry token';
  readonly token: string;
}

/** The header `Authorization` for a user and a password. */
export function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
