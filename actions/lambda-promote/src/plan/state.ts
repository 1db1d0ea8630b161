import type { Check } from '@actions-aws/checks';
import type { CanaryStep, Until } from '@actions-aws/gates';
import type { Alias, CodeStorage, FunctionVersion, PublishedVersion } from '@actions-aws/lambda';
import type { Deployer, Failure } from '@actions-aws/promotion';

/**
 * How new code goes to Lambda: with the request, by a bucket of ours, by an object, of which the version may be known, or as an
 * image that Lambda has from its registry.
 */
export type Way = 'request' | 'artifact' | 'object' | 'object-version' | 'image';

/** A container image that is new code. */
export interface SourceImage {
  /** Such as `123456789012.dkr.ecr.eu-west-1.amazonaws.com/search`. */
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
  /** Of its repository. */
  readonly region: string;
  /** What it is made for, as Lambda names it: `x86_64` or `arm64`. */
  readonly architecture: string;
  /** As the workflow names it: by a tag, or by this digest. */
  readonly given: string;
}

/** New code, known by its hash before anything is sent; kept in S3 first where a place is named. */
export interface NewCode {
  readonly kind: 'package';
  /** As Lambda writes it; of an image the digits of its digest. */
  readonly codeSha256: string;
  readonly keepAt?: string;
  readonly way?: Way;
  readonly image?: SourceImage;
}

/** What is to be promoted. */
export type Source =
  | NewCode
  /** A version published before. */
  | { readonly kind: 'version'; readonly version: string }
  /** The version that another alias points to. */
  | { readonly kind: 'alias'; readonly alias: string }
  /** `$LATEST` as it is. */
  | { readonly kind: 'latest' };

/** What the workflow asks for. */
export interface Desired {
  readonly functionName: string;
  /** Passed over where there is no such function. */
  readonly optional: boolean;
  readonly alias: string;
  readonly source: Source;
  readonly smoke: readonly Check[];
  readonly smokeOn: 'latest' | 'version';
  readonly verify: readonly Check[];
  /** Shares of the users on the way to all of them, from the smallest; none moves the alias at once. */
  readonly canary: readonly CanaryStep[];
  /** Where to stop for another call; else the promotion goes all the way. */
  readonly until: Until | undefined;
  /** How long a held canary is nobody else's to touch, in milliseconds. */
  readonly holdForMs: number;
  /** How long data may be late, in milliseconds: a share is watched for so much longer. */
  readonly settleMs: number;
  /** Of the candidate at each share; with fewer, nothing is known of it. */
  readonly minInvocations: number;
  readonly keepVersions: number | undefined;
  readonly allowOlder: boolean;
  readonly allowUnqualified: boolean;
  readonly deployer: Deployer;
}

/** A way by which users reach `$LATEST` without passing the alias. */
export interface UnqualifiedTrigger {
  /** Such as `event source mapping 91eaeb7e (arn:aws:sqs:…:orders)`. */
  readonly what: string;
  /** What to change in the infrastructure code. */
  readonly remedy: string;
}

/** A kind of unqualified triggers that this run may not look at. */
export interface Unread {
  /** Such as `function URLs`. */
  readonly what: string;
  /** The IAM action that it lacks. */
  readonly action: string;
}

/** Provisioned concurrency of the alias. */
export interface Provisioned {
  /** It is the alias's version that has it, however much of it there is. */
  readonly ready: boolean;
  /** Why it can never become ready; empty while it may. */
  readonly failure: string;
}

/** What is known of the function; each step gives a newer one. */
export interface Observed {
  readonly latest: FunctionVersion;
  /** The revision of `$LATEST` that this run's upload has replaced: whatever shows it does not show that upload yet. */
  readonly replaced: string | undefined;
  readonly alias: Alias | undefined;
  /** `<alias>-previous`, which keeps the version before from being pruned, and is where a rollback finds it. */
  readonly previousAlias: Alias | undefined;
  /** The version that the alias points to. */
  readonly live: FunctionVersion | undefined;
  /** The version that has a share of the users beside it, by a canary of this action. */
  readonly canary: FunctionVersion | undefined;
  /** When the alias was seen, in milliseconds since the epoch: some leases have ended by then. */
  readonly at: number;
  /** The highest share at which this run watched the candidate to the end, and nothing was wrong. */
  readonly baked: number;
  readonly unqualified: readonly UnqualifiedTrigger[];
  /** Kinds of unqualified triggers that could not be looked at: it is not known whether there are any. */
  readonly unread: readonly Unread[];
  /** Nothing where the alias has none. */
  readonly provisioned: Provisioned | undefined;
  /** Every published version, where old ones are to be pruned. */
  readonly versions: readonly PublishedVersion[];
  /** Versions that other aliases name: what they point to, weights included, what they were on before, and what was taken back. */
  readonly referenced: ReadonlySet<string>;
  /**
   * The old versions that may go, each with what uses it, in words; empty where nothing is seen to. Looked at before the
   * first write, so that a dry run shows what a run deletes.
   */
  readonly uses: ReadonlyMap<string, string>;
  /** Versions that users were led to when this run began, or not long before: for a short time some may still be. */
  readonly met: ReadonlySet<string>;
  /** The version to promote, once there is one. */
  readonly candidate: FunctionVersion | undefined;
  /** The new code is where it is to be kept. */
  readonly kept: boolean;
  /** The version of the object that it is in; nothing in a bucket without versions. */
  readonly keptVersion: string | undefined;
  /** How `$LATEST` stores its code, before this run puts other code there: the new code is to be stored alike. */
  readonly storage: CodeStorage;
  /**
   * Whether the runtimes of `$LATEST` and of what users meet differ by somebody's hand: then that is a change like any other.
   * Without a pin AWS updates each by itself. Where it may not be looked at, it counts: better a version too many.
   */
  readonly runtimePin: 'none' | 'pinned' | 'unread';
  /**
   * Whether code that `$LATEST` has already is sent once more: AWS gave back a version of it that cannot run, and publishes
   * a new one only after an update (https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html).
   */
  readonly resend: 'no' | 'due' | 'done';
  /** What passed the smoke checks in this run: version, and for `$LATEST` the revision that it had. */
  readonly passed: readonly { readonly version: string; readonly revisionId: string }[];
  /** The checks passed through the alias, after whatever this run did to it. */
  readonly verified: boolean;
  /** This run has moved the alias. */
  readonly moved: boolean;
  /** What went wrong, once something has; from then on the plan is to make it safe. */
  readonly failure: Failure | undefined;
  /** What we wrote was taken back. */
  readonly restored: boolean;
  /** Taking it back was tried, and did not work. */
  readonly stuck: boolean;
  /** Nobody can tell what the alias holds. */
  readonly unreadable: boolean;
}

/** One step. A version that is not published yet is `new`. */
export type Step =
  | { readonly do: 'await-canary'; readonly version: string; readonly until: number }
  /** Of somebody else's move: until its provisioned concurrency is there, AWS takes no other version. */
  | { readonly do: 'await-arrival'; readonly version: string }
  | { readonly do: 'heal'; readonly version: string; readonly live: string }
  /** Of `code`: until it is there, the code before answers. Of `others`: an update that was under way before. */
  | { readonly do: 'await-update'; readonly of: 'code' | 'others' }
  | { readonly do: 'keep'; readonly codeSha256: string; readonly at: string }
  | { readonly do: 'upload'; readonly codeSha256: string }
  | { readonly do: 'smoke'; readonly version: string }
  | { readonly do: 'publish' }
  | { readonly do: 'await-version'; readonly version: string }
  | { readonly do: 'shift'; readonly version: string; readonly from: number; readonly to: number }
  | { readonly do: 'bake'; readonly version: string; readonly share: number; readonly forMs: number }
  | { readonly do: 'hold'; readonly version: string; readonly share: number }
  | { readonly do: 'remember'; readonly version: string }
  | { readonly do: 'move'; readonly from: string | undefined; readonly to: string }
  | { readonly do: 'await-provisioned' }
  | { readonly do: 'verify' }
  /** Notes in the alias that a newer run has found its version there, so that no run between the two takes it away. */
  | { readonly do: 'claim'; readonly version: string }
  | { readonly do: 'prune'; readonly version: string }
  | { readonly do: 'move-back'; readonly from: string; readonly to: string }
  /** To whom the alias is back on already, from where AWS keeps them. */
  | { readonly do: 'give-back'; readonly from: string; readonly to: string };

/** A version that the run has yet to publish. */
export const NEW = 'new';
