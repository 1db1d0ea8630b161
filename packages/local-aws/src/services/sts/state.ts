import type { Policy } from '../../kernel/iam.ts';
import type { Provider } from './providers.ts';
import type { TrustPolicy } from './trust.ts';

/**
 * What STS knows: only roles and providers that a test told it about. In an account without a provider any other role can be
 * assumed by a web identity, with AWS's defaults; with one, only roles whose trust policy allows it.
 */
export interface StsState {
  /** By ARN. */
  readonly roles: Map<string, Role>;
  /** By ARN, such as `arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com`. */
  readonly providers: Map<string, Provider>;
}

/** A role, as far as STS looks at it. */
export interface Role {
  readonly arn: string;
  /** The longest session, in seconds; 3,600 unless given, which is IAM's own default. */
  readonly maxSessionDuration?: number;
  /** What its sessions may do; without a policy, everything. */
  readonly policy?: Policy;
  /** Which web identities may have it; without, none of a provider that is known. */
  readonly trust?: TrustPolicy;
}
