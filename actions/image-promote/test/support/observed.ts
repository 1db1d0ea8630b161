import { parseImageName } from '@actions-aws/registry';
import { wishFor } from '../../src/inputs/moving.ts';
import type { Desired, Held, Item, MovingTag, Observed } from '../../src/plan/state.ts';

/** A digest that begins with a letter or a few. */
export function digest(start: string): string {
  return `sha256:${start}${'0'.repeat(64 - start.length)}`;
}

/** What a tag names. */
export function held(start: string): Held {
  return { digest: start === '' ? '' : digest(start), isArchived: false };
}

/** The image that every test promotes. */
export const IMAGE = digest('a');

/** What a workflow asks for: nothing but to look, unless given. */
export function desired(given: Partial<Desired> = {}): Desired {
  return {
    from: name('dev.example/api'),
    to: name('prod.example/api'),
    isSame: false,
    source: IMAGE,
    tags: [],
    moving: [],
    requireTags: [],
    maxSeverity: undefined,
    referrers: 'require',
    mountFrom: [],
    create: false,
    allowOlder: false,
    ...given,
  };
}

/** What was observed: nothing is missing, and nothing stands in the way, unless given. */
export function observed(given: Partial<Observed> = {}): Observed {
  return {
    digest: IMAGE,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    bytes: new Uint8Array(),
    required: new Map(),
    scans: [],
    fleeting: [],
    destination: 'present',
    mutability: undefined,
    items: [],
    left: [],
    here: new Set(),
    listed: new Set(),
    brought: new Set(),
    copied: new Set(),
    transfer: { there: 0, mounted: 0, sent: 0, bytes: 0 },
    isCompared: false,
    looked: undefined,
    tags: new Map(),
    written: [],
    moving: [],
    failure: undefined,
    unreadable: false,
    ...given,
  };
}

/** A manifest that goes along; its blobs are called like it. */
export function item(start: string, role: Item['role'], given: Partial<Item> = {}): Item {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const blobs = [{ digest: digest(`b${start}`), size: start.length * 100, mediaType: 'application/octet-stream' }];
  return { digest: digest(start), mediaType, bytes: new Uint8Array(), role, after: [], blobs, ...given };
}

/** A referrer of another manifest. */
export function referrer(start: string, subject: string, tag?: string): Item {
  const about = {
    subject: digest(subject),
    referrer: {
      digest: digest(start),
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'example/sig',
      size: 100,
      annotations: {},
      manifest: new Uint8Array(),
      found: tag === undefined ? ('api' as const) : ('cosign-tag' as const),
      ...(tag !== undefined && { tag }),
    },
  };
  return item(start, 'referrer', { after: [digest(subject)], about });
}

/** A tag that moves, and may. */
export function moving(tag: string, now: string, verdict: Partial<MovingTag['verdict']> = {}): MovingTag {
  const why = 'its commit is contained in this one';
  return {
    tag,
    before: held(now),
    now: held(now),
    verdict: { move: true, why, rule: 'revision', isUnsure: false, ...verdict },
    tries: 0,
  };
}

/** Wishes for tags by their names. */
export const wishes = (...tags: readonly string[]) => tags.map((tag) => wishFor(tag));

function name(text: string): Desired['from'] {
  const read = parseImageName(text);
  if (!read.accepted) throw new Error(`${text} is no name`);
  return read.value;
}
