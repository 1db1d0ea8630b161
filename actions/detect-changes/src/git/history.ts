import { type Commit, commitAt, type Git, isSha, openGit, shallowCommits } from '@actions-aws/git';
import type { Found, History, Told } from '../ports.ts';
import { mergeBaseIn, nearestIn } from './ancestors.ts';
import { beside, type Checkout } from './beside.ts';
import { resolve, tags } from './names.ts';
import { differences, paths } from './trees.ts';

/** How deep history is fetched, one after the other; the last is git's own number for all of it. */
const DEPTHS = [100, 2_000, 2_147_483_647];

const ALL: Told = { complete: true };

/**
 * History by git. Nothing is fetched before a question needs it, and the checkout stays as it is; `close` deletes what was
 * fetched. Trees and history are fetched apart: who has a commit from the one is taken to have its trees, too.
 */
export async function openHistory(checkout: Checkout): Promise<History & { close(): void }> {
  const git = await openGit(checkout);
  const states = beside(git, checkout);
  const commits = beside(git, checkout);
  const known = new Map<string, Commit>();

  /** What the checkout has; a commit is asked for once, since each question is a process. */
  async function here(revision: string): Promise<Commit | undefined> {
    const found = known.get(revision) ?? (await commitAt(git, revision));
    if (found) known.set(found.sha, found);
    return found;
  }

  async function inHistory(wants: readonly string[], ask: (git: Git) => Promise<Found>): Promise<Found> {
    const own = await ask(git);
    if (own !== 'unknown') return own;
    const depths = shallowCommits(git.folders).size > 0 ? DEPTHS : [undefined];
    for (const depth of depths) {
      const end = await commits.fetch({ wants, what: 'history', ...(depth === undefined ? {} : { depth }) });
      const fetched = commits.git();
      if (end !== 'fetched' || !fetched) return 'unknown';
      const found = await ask(fetched);
      if (found !== 'unknown') return found;
    }
    return 'unknown';
  }

  const fetchStates = (wants: readonly string[]) => states.fetch({ wants, what: 'trees', depth: 1 });

  /** Asks the checkout, then what was fetched, then fetches what is missing. */
  async function ofStates(shas: readonly string[], ask: (git: Git) => Promise<boolean>): Promise<Told> {
    if (await ask(git)) return ALL;
    const before = states.git();
    if (before && (await ask(before))) return ALL;
    const there = await Promise.all(shas.map(here));
    const missing = shas.filter((_, index) => !there[index]);
    // In a clone without trees those of a commit that is there may be missing, too.
    const attempts = missing.length > 0 && missing.length < shas.length ? [missing, shas] : [shas];
    for (const wants of attempts) {
      const end = await fetchStates(wants);
      const fetched = states.git();
      if (fetched && (await ask(fetched))) return ALL;
      if (end !== 'fetched') return notHad(missing.length > 0 ? missing : shas, end);
    }
    return notHad(shas, 'unreachable');
  }

  async function commit(revision: string) {
    const own = await here(revision);
    if (own || !isSha(revision)) return own;
    const before = states.git();
    const earlier = before && (await commitAt(before, revision));
    if (earlier) return earlier;
    await fetchStates([revision]);
    const fetched = states.git();
    return fetched && commitAt(fetched, revision);
  }

  return {
    here,
    commit,
    async resolve(name) {
      if (!isSha(name)) return resolve(git, states, name);
      const found = await commit(name);
      return found && { sha: found.sha, is: 'commit' };
    },
    mergeBase: (one, other) => inHistory([one, other], (its) => mergeBaseIn(its, one, other)),
    nearest: (candidates, head) => inHistory([head], (its) => nearestIn(its, candidates, head)),
    tags: () => tags(git, checkout.remote && states),
    differences: (base, head, sink) =>
      ofStates(base === undefined ? [head] : [base, head], (its) => differences(its, base, head, sink)),
    async bring(shas) {
      const there = await Promise.all(shas.map((sha) => commitAt(git, sha)));
      const missing = shas.filter((_, index) => !there[index]);
      if (missing.length > 0) await fetchStates(missing);
    },
    paths: (head, visit, below) => ofStates([head], (its) => paths(its, head, visit, below)),
    close() {
      states.remove();
      commits.remove();
    },
  };
}

function notHad(shas: readonly string[], end: 'absent' | 'unreachable'): Told {
  const what = shas.join(' and ');
  if (end === 'absent') return { complete: false, isGone: true, reason: `The server does not have ${what} any more.` };
  return { complete: false, reason: `The checkout has not got ${what}, and it could not be fetched.` };
}
