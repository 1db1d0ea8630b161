import type { Policy } from '../../kernel/iam.ts';

/** What STS knows: only roles that a test told it about. Any other role can be assumed, with AWS's defaults. */
export interface StsState {
  /** By ARN. */
  readonly roles: Map<string, Role>;
}

/** A role, as far as STS looks at it. */
export interface Role {
  readonly arn: string;
  /** The longest session, in seconds; 3,600 unless given, which is IAM's own default. */
  readonly maxSessionDuration?: number;
  /** What its sessions may do; without a policy, everything. */
  readonly policy?: Policy;
}
