import type { Login } from '../auth/credentials.ts';
import type { Mutability } from '../mutability.ts';

/** What only ECR's own API tells about a repository. */
export interface Ecr {
  /** A user and a password for the registry, good for twelve hours, and where the registry is. */
  login(): Promise<EcrLogin>;
  /** What a tag or a digest names, archived ones too; `undefined` where there is no such image, or no such repository. */
  find(reference: string): Promise<EcrImage | undefined>;
  /** The tags of all images, archived ones too; none where there is no such repository. */
  tags(): Promise<readonly string[]>;
  /** `undefined` where there is no such repository. */
  mutability(): Promise<Mutability | undefined>;
}

/** An image, as ECR's API describes it. */
export interface EcrImage {
  readonly digest: string;
  /** `ACTIVE`, `ARCHIVED` or `ACTIVATING`; AWS may add others. */
  readonly status: string;
}

/** What opens the registry. */
export interface EcrLogin {
  readonly credentials: Login;
  /** An address, such as `https://123456789012.dkr.ecr.eu-west-1.amazonaws.com`. */
  readonly proxyEndpoint: string;
}

/** What a scan found. Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
export interface Scan {
  /**
   * In ECR's words: `COMPLETE` of a basic scan and `ACTIVE` of an enhanced one are the good ones; `PENDING`, `FAILED`,
   * `UNSUPPORTED_IMAGE` and others are not, and AWS may add more. `NOT_FOUND`, our own, where there never was one.
   */
  readonly status: string;
  /** How many findings there are of each severity, such as `CRITICAL`. */
  readonly counts: Readonly<Record<string, number>>;
  /** What ECR says about the status. */
  readonly why?: string;
}

/** An image that a lifecycle policy is about to take away. */
export interface Expiring {
  readonly digest: string;
  /** In ECR's words, such as `EXPIRE`. */
  readonly action: string;
  /** Which rule, in words for a message. */
  readonly rule: string;
}
