import { commitAt, endsEarly, type Git, shallowCommits } from '@actions-aws/git';
import type { Found } from '../ports.ts';

/** The best common ancestor as far as this repository tells: `unknown` where one that is hidden might be better. */
export async function mergeBaseIn(git: Git, one: string, other: string): Promise<Found> {
  if (!(await allThere(git, [one, other]))) return 'unknown';
  const { stdout } = await git.run(['merge-base', '--all', one, other], { allow: [0, 1] });
  const bases = lines(stdout);
  if (await endsEarly(git, [one, other], bases)) return 'unknown';
  const [sha] = bases;
  return sha === undefined ? 'none' : { sha };
}

/**
 * Of some commits, the ancestor of `head` that is nearest: none of the others comes after it, and the fewest commits lie
 * between. `unknown` where a nearer one might be hidden.
 */
export async function nearestIn(git: Git, candidates: ReadonlySet<string>, head: string): Promise<Found> {
  if (!(await allThere(git, [head]))) return 'unknown';
  const ends = shallowCommits(git.folders);
  const newest: string[] = [];
  for (;;) {
    const rest = await commitsOf(git, head, newest);
    // Children come before parents, so the first one that is met has no other candidate after it.
    const next = rest.find((sha) => sha !== head && candidates.has(sha));
    if (next === undefined) {
      if (rest.some((sha) => ends.has(sha))) return 'unknown';
      break;
    }
    newest.push(next);
  }
  if (newest.length < 2) return newest[0] === undefined ? 'none' : { sha: newest[0] };
  const between = await Promise.all(newest.map(async (sha) => ({ sha, commits: await commitsOf(git, head, [sha]) })));
  // Where history ends behind one of them, not all that lies between another one and the head is seen.
  if (between.some(({ commits }) => commits.some((sha) => ends.has(sha)))) return 'unknown';
  return { sha: between.reduce((best, each) => (each.commits.length < best.commits.length ? each : best)).sha };
}

async function commitsOf(git: Git, head: string, without: readonly string[]): Promise<string[]> {
  return lines((await git.run(['rev-list', '--topo-order', head, '--not', ...without, '--'])).stdout);
}

async function allThere(git: Git, shas: readonly string[]): Promise<boolean> {
  for (const sha of shas) if (!(await commitAt(git, sha))) return false;
  return true;
}

function lines(output: Buffer): string[] {
  return output
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}
