import { type Client, commit } from '@actions-aws/github';
import type { Target } from '../ports.ts';

/** The commit that a ref has now, where that is not the one that was scanned; `gone` where there is no such ref any more. */
export async function newer(client: Client, target: Target): Promise<string | undefined> {
  const { ref, sha } = target;
  const [, number, kind] = /^refs\/pull\/(\d+)\/(head|merge)$/.exec(ref) ?? [];
  if (number === undefined) {
    const doing = { doing: `read ${ref}`, permission: 'contents' };
    const now = (await client.findSha(ref.replace(/^refs\//, ''), doing)) ?? 'gone';
    return now === sha ? undefined : now;
  }
  // The API of refs is documented for branches and tags alone: https://docs.github.com/en/rest/commits/commits#get-a-commit
  const doing = { doing: `read the pull request ${number}`, permission: 'pull-requests' };
  const pull = await client.find('/pulls/{number}', { number }, doing);
  const now = pull?.value.at('head').at('sha').sha() ?? 'gone';
  return now === (kind === 'head' ? sha : await headIn(client, target)) ? undefined : now;
}

/**
 * The head that a test merge is of. GitHub makes the merge anew whenever the base moves, so that its own commit says nothing; the event
 * names the head, and it is the second parent.
 */
async function headIn(client: Client, { sha, head }: Target): Promise<string | undefined> {
  return head ?? (await commit(client, sha))?.parents[1];
}
