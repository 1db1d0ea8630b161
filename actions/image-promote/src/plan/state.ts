import type { Failure } from '@actions-aws/promotion';
import type { Absent, Blob, Expiring, Found, ImageName, Mutability, Referrer, Scan } from '@actions-aws/registry';
import type { MovingWish } from '../inputs/moving.ts';

/** How bad a finding is, in ECR's words, from the worst on; what is not known counts as worse than all. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'informational';

/** What the workflow asks for. */
export interface Desired {
  readonly from: ImageName;
  readonly to: ImageName;
  /** Whether these are one repository: then only tags are written. */
  readonly isSame: boolean;
  /** The digest of the image, or a tag that is looked up once. */
  readonly source: string;
  /** Tags that never move. */
  readonly tags: readonly string[];
  /** Tags that move, in the order in which they do. */
  readonly moving: readonly MovingWish[];
  /** Tags that the image has to have in `from`. */
  readonly requireTags: readonly string[];
  /** The worst finding that passes; without it no scan is asked for. */
  readonly maxSeverity: Severity | undefined;
  readonly referrers: 'require' | 'try' | 'none';
  /** Repositories of the registry of `to` that blobs may be mounted from. */
  readonly mountFrom: readonly string[];
  readonly create: boolean;
  readonly allowOlder: boolean;
}

/** A manifest that goes along. */
export interface Item {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** `referrer`: it is about another manifest; what belongs to such a one, as its children, is one as well. */
  readonly role: 'image' | 'child' | 'referrer';
  /** What must be there before it, by digest: its children, and of a referrer what it is about. */
  readonly after: readonly string[];
  readonly blobs: readonly Blob[];
  /** Of a referrer itself. */
  readonly about?: About;
}

/** What a manifest is about, and as what it was found. */
export interface About {
  /** The digest of what it is about. */
  readonly subject: string;
  readonly referrer: Referrer;
}

/** What could not come along, and why. */
export interface LeftBehind {
  /** The digest of the referrer; empty where those of `subject` could not be listed, here or there. */
  readonly digest: string;
  readonly subject: string;
  readonly artifactType: string;
  readonly why: string;
}

/** What a tag names: a digest, or nothing. */
export interface Held {
  /** Empty where there is no such tag. */
  readonly digest: string;
  readonly isArchived: boolean;
}

/** What a tag was found to name, and when that was asked. */
export interface TagLook {
  readonly tag: string;
  readonly found: Found | Absent;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

/** Whether a tag may move to this image, and why. */
export interface Verdict {
  readonly move: boolean;
  /** A clause, for people. */
  readonly why: string;
  readonly rule: 'version' | 'revision';
  /** It moves though nothing says that it moves forward. */
  readonly isUnsure: boolean;
}

/** A tag that moves. */
export interface MovingTag {
  readonly tag: string;
  /** What it named when this run began. */
  readonly before: Held;
  readonly now: Held;
  /** About the image that it names now. */
  readonly verdict: Verdict;
  /** How often this run has written it. */
  readonly tries: number;
}

/** A scan of one image; of an index there is one for each platform. */
export interface Scanned {
  readonly digest: string;
  /** Nothing where the registry has no scans. */
  readonly scan: Scan | undefined;
}

/** An image, or what belongs to it, that is about to go. */
export interface Fleeting extends Expiring {
  /** In words, such as `the image`. */
  readonly what: string;
}

/** How blobs came. */
export interface Transfer {
  readonly there: number;
  readonly mounted: number;
  readonly sent: number;
  /** That were sent. */
  readonly bytes: number;
}

/** What is known; each step gives a newer one. */
export interface Observed {
  readonly digest: string;
  readonly mediaType: string;
  /** The manifest itself, as it is written under each tag. */
  readonly bytes: Uint8Array;
  /** What each tag of `require-tag` names in `from`. */
  readonly required: ReadonlyMap<string, Held>;
  readonly scans: readonly Scanned[];
  readonly fleeting: readonly Fleeting[];
  /** Of the destination; `unknown` where the first push makes it. */
  readonly destination: 'present' | 'absent' | 'unknown';
  readonly mutability: Mutability | undefined;
  /** All that goes along, the image included; nothing within one repository. */
  readonly items: readonly Item[];
  /** Manifests that the destination has, by digest. */
  readonly here: ReadonlySet<string>;
  /** Blobs that are in the destination by now, as far as this run saw to it. */
  readonly brought: ReadonlySet<string>;
  /** Manifests that this run wrote, by digest. */
  readonly copied: ReadonlySet<string>;
  readonly transfer: Transfer;
  /** Referrers that could not come. */
  readonly left: readonly LeftBehind[];
  /** Referrers that the destination lists by now, by digest. */
  readonly listed: ReadonlySet<string>;
  /** What this run has copied was read again, and is the same. */
  readonly isCompared: boolean;
  /** What the tag that is written next was found to name, at the end of the comparison. */
  readonly looked: TagLook | undefined;
  /** What the tags that never move name in the destination. */
  readonly tags: ReadonlyMap<string, Held>;
  /** Those of them that this run wrote. */
  readonly written: readonly string[];
  readonly moving: readonly MovingTag[];
  /** What went wrong, once something has. */
  readonly failure: Failure | undefined;
  /** It is not known what a tag that was written last names. */
  readonly unreadable: boolean;
}

/** One step. */
export type Step =
  | { readonly do: 'create' }
  | { readonly do: 'blobs'; readonly count: number; readonly bytes: number }
  /** Manifests that wait for none that is missing, all at once. */
  | { readonly do: 'manifests'; readonly role: Item['role']; readonly digests: readonly string[] }
  | { readonly do: 'record'; readonly subjects: readonly string[] }
  | { readonly do: 'compare'; readonly count: number }
  | { readonly do: 'tag'; readonly tag: string }
  | { readonly do: 'move'; readonly tag: string; readonly from: string };
