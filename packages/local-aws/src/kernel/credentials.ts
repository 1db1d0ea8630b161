import { type Policy, validatePolicy } from './iam.ts';
import type { CredentialFlaw } from './refusals.ts';
import type { Signature } from './wire/signature.ts';

/** A credential that the local cloud knows. */
export interface Credential {
  readonly accessKeyId: string;
  /** 12 digits; 123456789012 unless given. */
  readonly account?: string;
  /** ARN that GetCallerIdentity answers; an IAM user of the account unless given. */
  readonly principalArn?: string;
  /** Requests without exactly this token are refused, when given. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch on the local clock; from then on it has expired. */
  readonly expiresAt?: number;
  /** What it may do; without a policy, everything. */
  readonly policy?: Policy;
  /** Further limits what it may do, as the session policy of AssumeRole does. */
  readonly sessionPolicy?: Policy;
}

/** Who calls. */
export interface Caller {
  readonly accessKeyId: string;
  readonly account: string;
  readonly principalArn: string;
  /** What it does must be allowed by each. */
  readonly policies: readonly Policy[];
  /** Whether the credential is of a session, not of a user. */
  readonly temporary: boolean;
}

/** The account of access keys that nobody registered. */
export const defaultAccount = '123456789012';

/** The credentials that the local cloud accepts. */
export interface Credentials {
  register(credential: Credential): void;
  /** What a registered credential may do. */
  limitsOf(accessKeyId: string): Pick<Credential, 'policy' | 'sessionPolicy'>;
  /** Who signed; the flaw when the signature's credential is not accepted. */
  identify(signature: Signature, now: number): Caller | CredentialFlaw;
  copy(): readonly Credential[];
  restore(copy: readonly Credential[]): void;
}

/** Accepts every access key that is not registered; one of 12 digits names its account. */
export function credentials(): Credentials {
  let known = new Map<string, Credential>();
  return {
    register(credential) {
      for (const policy of [credential.policy, credential.sessionPolicy]) if (policy) validatePolicy(policy);
      known.set(credential.accessKeyId, structuredClone(credential));
    },
    limitsOf(accessKeyId) {
      const { policy, sessionPolicy } = known.get(accessKeyId) ?? {};
      return { ...(policy && { policy }), ...(sessionPolicy && { sessionPolicy }) };
    },
    identify({ accessKeyId, sessionToken }, now) {
      const credential = known.get(accessKeyId);
      if (credential?.sessionToken !== undefined && credential.sessionToken !== sessionToken) return 'unknown';
      if (credential?.expiresAt !== undefined && credential.expiresAt <= now) return 'expired';
      const account = credential?.account ?? (/^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount);
      const principalArn = credential?.principalArn ?? `arn:aws:iam::${account}:user/${accessKeyId}`;
      const policies = [credential?.policy, credential?.sessionPolicy].filter((policy) => policy !== undefined);
      return { accessKeyId, account, principalArn, policies, temporary: accessKeyId.startsWith('ASIA') };
    },
    copy: () => structuredClone([...known.values()]),
    restore(copy) {
      known = new Map(structuredClone(copy).map((credential) => [credential.accessKeyId, credential]));
    },
  };
}
