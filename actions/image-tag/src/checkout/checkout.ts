import { readFile } from 'node:fs/promises';
import { UserError } from '@actions-aws/action';
import { type Commit, commitAt, type Env, type Git, openGit } from '@actions-aws/git';
import type { Given } from '../inputs/inputs.ts';
import type { Entry } from '../names/immutable.ts';
import { type Event, type Ref, refOf } from '../ref.ts';
import { refuseChanged, uncommitted } from './changes.ts';
import { contentAt } from './content.ts';
import { notThere } from './not-there.ts';
import { topOf } from './top.ts';

/** What is checked out, and what the run says of it. */
export interface Checkout {
  readonly git: Git;
  readonly head: Commit;
  readonly ref: Ref;
  readonly event: Event;
  /** With `key: tree`. */
  readonly entries?: readonly Entry[];
  /** Files that git does not know, among those that `key: tree` names the image by. */
  readonly unknown: readonly string[];
  /** Files and submodules that `key: tree` names the image by, and that are not in the working tree. */
  readonly missing: readonly string[];
}

type Asked = Pick<Given, 'key' | 'paths' | 'workingDirectory'>;

const EVERYTHING = ['.'];

/**
 * Reads the checkout; it stays byte for byte as it is.
 *
 * @throws UserError where there is none, or it has changes that are in no commit.
 */
export async function readCheckout({ key, paths = EVERYTHING, workingDirectory }: Asked, env: Env): Promise<Checkout> {
  const directory = topOf(workingDirectory);
  const git = await openGit({ directory, env });
  const [head, run, event] = await Promise.all([commitAt(git, 'HEAD'), runCommit(git, env), eventOf(env)]);
  if (!head) {
    throw new UserError(`The checkout in ${git.directory} has no commit yet.`, {
      hint: 'Commit something first.',
      code: 'no-repository',
    });
  }
  refuseUndated(head);
  const [differences, entries] = await Promise.all([
    openGit({ directory, env, readsUserConfiguration: true }).then((asTheUser) => uncommitted(asTheUser, paths)),
    key === 'tree' ? contentAt(git, head.sha, paths) : undefined,
  ]);
  refuseChanged(differences);
  const ref = refOf({ ref: env.GITHUB_REF ?? '', sha: run?.sha, head: head.sha, event });
  const found = { git, head, ref, event };
  if (!entries) return { ...found, unknown: [], missing: [] };
  return { ...found, entries, unknown: differences.unknown, missing: await notThere(git, entries, env) };
}

/** The last second of the year 9999, since the epoch: beyond it dates have another form, which is no tag. */
const LAST = 253_402_300_799;

/** Git takes any number for a date. */
function refuseUndated({ sha, committedAt }: Commit): void {
  if (committedAt >= 0 && committedAt <= LAST) return;
  throw new UserError(
    `The date of commit ${sha.slice(0, 12)} is ${committedAt} seconds after 1970, which no name can have.`,
    {
      hint: 'Commit again, with a date from 1970 to 9999.',
      code: 'no-date',
    },
  );
}

/** The commit that the run is for, as far as it is in the checkout. */
async function runCommit(git: Git, { GITHUB_SHA: sha = '' }: Env): Promise<Commit | undefined> {
  return /^[0-9a-f]{40,64}$/.test(sha) ? commitAt(git, sha) : undefined;
}

/**
 * The event's payload; empty where there is none.
 *
 * @throws UserError where there is one that cannot be read.
 */
async function eventOf({ GITHUB_EVENT_PATH: file = '' }: Env): Promise<Event> {
  if (file === '') return {};
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Event;
  } catch (cause) {
    throw new UserError(`The event's payload in ${file} cannot be read.`, { hint: 'Run the job again.', cause });
  }
}
