import { git } from '../git.ts';
import type { Json } from '../github-language.ts';
import type { Copied } from '../repository.ts';
import type { Setup } from '../setup/setup.ts';
import { type Event, forkId, forkOwnerId, noCommit, ownerId, repositoryId } from './event.ts';
import type { Merged } from './pull-request.ts';
import { commitsOf, isAncestor, type Push, parentOf } from './push.ts';

/** What an event says of itself, as far as workflows commonly look: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export type Payload = { readonly [key: string]: Json };

/** What every event says. */
export function commonPayload({ actor }: Event, { defaultBranch }: Copied, setup: Setup): Payload {
  const [owner = ''] = setup.repository.split('/');
  return {
    repository: {
      ...repositoryIn(setup),
      default_branch: defaultBranch,
      private: true,
      owner: { login: owner, id: ownerId },
    },
    sender: { login: actor, type: 'User' },
  };
}

function repositoryIn({ repository }: Pick<Setup, 'repository'>): { readonly [key: string]: Json } {
  return {
    id: repositoryId,
    name: repository.split('/')[1] ?? '',
    full_name: repository,
    fork: false,
    html_url: `https://github.com/${repository}`,
    clone_url: `https://github.com/${repository}.git`,
  };
}

function forkOf(owner: string, name: string): { readonly [key: string]: Json } {
  return { ...repositoryIn({ repository: `${owner}/${name}` }), id: forkId, fork: true };
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export async function pushPayload(event: Event, copied: Copied, push: Push, setup: Setup): Promise<Payload> {
  const { folder, ref, sha } = copied;
  const { before, after } = push;
  const created = before === noCommit;
  const isTag = ref.startsWith('refs/tags/');
  // "The array includes a maximum of 2048 commits", and of a tag none.
  const shas = isTag ? [] : (await commitsOf(copied, push)).slice(-2048);
  const commits = await Promise.all(shas.map((each) => commitIn(folder, each, setup)));
  const compare = created ? after.slice(0, 12) : `${before.slice(0, 12)}...${after.slice(0, 12)}`;
  return {
    ...commonPayload(event, copied, setup),
    ref,
    before,
    after,
    created,
    deleted: false,
    forced: !created && !(await isAncestor(folder, before, after)),
    base_ref: isTag ? `refs/heads/${copied.defaultBranch}` : null,
    compare: `https://github.com/${setup.repository}/compare/${compare}`,
    commits,
    head_commit: await commitIn(folder, sha, setup),
    pusher: { name: event.actor, email: `${event.actor}@users.noreply.github.com` },
  };
}

/** A commit as payloads show it; those of Actions do not say which files it changed. */
async function commitIn(folder: string, sha: string, { repository }: Setup): Promise<Json> {
  const format = ['%T', '%cI', '%an', '%ae', '%cn', '%ce', '%B'].join('%x00');
  const shown = await git(folder, ['log', '-1', `--format=${format}`, sha]);
  const [tree = '', timestamp = '', author = '', email = '', committer = '', committerEmail = '', message = ''] =
    shown.split('\0');
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message: message.trimEnd(),
    timestamp,
    url: `https://github.com/${repository}/commit/${sha}`,
    author: { name: author, email },
    committer: { name: committer, email: committerEmail },
  };
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
export async function pullRequestPayload(event: Event, copied: Copied, merged: Merged, setup: Setup): Promise<Payload> {
  const { base, head, merge, commits, changedFiles } = merged;
  const [owner = '', name = ''] = setup.repository.split('/');
  const own = { user: { login: owner, id: ownerId }, repo: repositoryIn(setup) };
  const { fork } = event;
  const from = fork === undefined ? own : { user: { login: fork, id: forkOwnerId }, repo: forkOf(fork, name) };
  const side = ({ branch, sha }: Merged['base'], { user, repo }: typeof own): Json => ({
    label: `${user.login}:${branch}`,
    ref: branch,
    sha,
    user,
    repo,
  });
  const [title = ''] = (await git(copied.folder, ['log', '-1', '--format=%s', head.sha])).split('\n');
  return {
    ...commonPayload(event, copied, setup),
    action: 'synchronize',
    number: 1,
    before: (await parentOf(copied.folder, head.sha)) ?? base.sha,
    after: head.sha,
    pull_request: {
      number: 1,
      state: 'open',
      draft: false,
      locked: false,
      merged: false,
      mergeable: true,
      title,
      body: null,
      labels: [],
      user: { login: event.actor, type: 'User' },
      html_url: `https://github.com/${setup.repository}/pull/1`,
      merge_commit_sha: merge,
      commits: commits.length,
      changed_files: changedFiles,
      head: side(head, from),
      base: side(base, own),
    },
  };
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export async function mergeGroupPayload(event: Event, copied: Copied, merged: Merged, ref: string, setup: Setup) {
  return {
    ...commonPayload(event, copied, setup),
    action: 'checks_requested',
    merge_group: {
      head_sha: merged.merge,
      head_ref: ref,
      base_sha: merged.base.sha,
      base_ref: `refs/heads/${merged.base.branch}`,
      head_commit: await commitIn(copied.folder, merged.merge, setup),
    },
  } satisfies Payload;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#release */
export function releasePayload(event: Event, copied: Copied, tag: string, setup: Setup): Payload {
  return {
    ...commonPayload(event, copied, setup),
    action: 'published',
    release: {
      id: 1,
      tag_name: tag,
      target_commitish: copied.defaultBranch,
      name: tag,
      body: '',
      draft: false,
      // A version with a hyphen is one: https://semver.org/#spec-item-9
      prerelease: /^v?\d+(\.\d+)*-/.test(tag),
      author: { login: event.actor, type: 'User' },
      html_url: `https://github.com/${setup.repository}/releases/tag/${tag}`,
      assets: [],
    },
  };
}
