import { UserError } from '@actions-aws/action';
import type { Absent, Found } from '@actions-aws/registry';
import {
  type AgeOf,
  forward,
  nameIn,
  REVISION,
  type Said,
  VERSION,
  type Version,
  versionAmong,
  versionOfName,
  versionsIn,
} from '@actions-aws/registry/order';
import type { MovingWish } from '../inputs/moving.ts';
import type { Verdict } from '../plan/state.ts';

/** The codes of errors that another attempt or another permission does not change: the registry has no, or no usable, configuration. */
const BROKEN: readonly (string | undefined)[] = [undefined, 'not-whole', 'not-a-registry'];

/** What decides about tags that move: the image that wants them, and what there is in the destination. */
export interface Candidate {
  readonly image: Found;
  /** Tags that the image gets, and that never move: a version may be among them. */
  readonly tags: readonly string[];
  /** All tags of the destination, asked for once, where a wish is by version. */
  released(): Promise<readonly string[]>;
}

/** Whether a tag may move from the image that it names now: forward only, in the order that image-tag has. */
export async function verdictOn(
  wish: MovingWish,
  now: Found | Absent,
  { image, tags, released }: Candidate,
  age: AgeOf,
): Promise<Verdict> {
  if (now.state !== 'absent' && now.digest === image.digest) {
    return { move: true, why: 'it is this image already', rule: 'revision', isUnsure: false };
  }
  const versions = (names: readonly string[]) => versionsIn(names, wish.template);
  const ours = await saidBy(wish, image);
  const version = versionAmong(versions(tags)) ?? ours.version;
  const wanting: Said = { version, revision: wish.revision ?? ours.revision };
  if (version && isForOthers(wish, version)) {
    return { move: false, why: `it is not for ${version.text}`, rule: 'version', isUnsure: false };
  }
  const holder = now.state === 'present' ? await saidByHolder(wish, now) : now.state;
  const decided = await forward(wish, wanting, holder, { released: async () => versions(await released()), age });
  const { move, why, rule, isUnsure = false } = decided;
  return { move, why, rule, isUnsure };
}

/** What an image says of itself: in its annotations, or in its labels, which take up to two requests more. */
async function saidBy(wish: MovingWish, found: Found): Promise<Said> {
  const version = wish.rule === 'revision' ? '' : ((await found.says(VERSION)) ?? '');
  return {
    version: versionsIn([version], wish.template)[0] ?? versionOfName(version),
    revision: await found.says(REVISION),
  };
}

/** What the image says that has the tag: nothing where it is broken, as then it must be possible to go back from it. */
async function saidByHolder(wish: MovingWish, found: Found): Promise<Said> {
  try {
    return await saidBy(wish, found);
  } catch (error) {
    if (!(error instanceof UserError) || !BROKEN.includes(error.code)) throw error;
    return { version: undefined, revision: undefined };
  }
}

/** Whether a tag such as `1` or `1.2` is for versions that begin in another way. */
function isForOthers({ tag, template, within }: MovingWish, { major, minor }: Version): boolean {
  if (within === undefined) return false;
  const name = nameIn(template, tag)?.replace(/^v/, '');
  return name !== (within === 'major' ? `${major}` : `${major}.${minor}`);
}
