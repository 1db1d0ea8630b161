import type { Login } from '../auth/credentials.ts';
import type { Mutability } from '../mutability.ts';
import type { RepositorySettings } from './settings.ts';

/** What only ECR's own API tells about a repository. */
export interface Ecr {
  /** A user and a password for the registry, good for twelve hours, and where the registry is. */
  login(): Promise<EcrLogin>;
  /** What a tag or a digest names, archived ones too; `undefined` where there is no such image, or no such repository. */
  find(reference: string): Promise<EcrImage | undefined>;
  /** The tags of all images, archived ones too; none where there is no such repository. */
  tags(): Promise<readonly string[]>;
  /** What refers to a digest by its `subject`, archived ones too. */
  referrers(digest: string): Promise<readonly EcrImage[]>;
  /** `undefined` where there is no such repository. */
  mutability(): Promise<Mutability | undefined>;
  /** Whether there is such a repository. */
  exists(): Promise<boolean>;
  create(settings: RepositorySettings): Promise<void>;
  scan(digest: string): Promise<Scan>;
  /** The images that the lifecycle policy would take away; none where there is no policy. */
  expiring(): Promise<readonly Expiring[]>;
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
   * `UNSUPPORTED_IMAGE` and others are not, and AWS may add more. `NOT_FOUND` where there is no scan, and
   * `IMAGE_NOT_FOUND` where there is no image, are for the errors that say so.
   */
  readonly status: string;
  /** Whether it has come to its end once: an enhanced scan is `ACTIVE` before that already. */
  readonly hasEnded: boolean;
  /** How many findings there are of each severity, such as `CRITICAL`. */
  readonly counts: Readonly<Record<string, number>>;
  /** What ECR says about the status. */
  readonly why?: string;
}

/** An image that a lifecycle policy is about to take away. */
export interface Expiring {
  readonly digest: string;
  /** In ECR's words: `EXPIRE`, or `TRANSITION` to the archive; AWS may add others. */
  readonly action: string;
  /** Which rule, in words for a message. */
  readonly rule: string;
}
