import type { Pull } from '@actions-aws/local-github';
import { git } from '../git.ts';
import type { Copied } from '../repository.ts';
import type { Setup } from '../setup/setup.ts';
import type { Workflow } from '../workflows.ts';
import { type Event, eventNames, noCommit } from './event.ts';
import { dispatchInputs } from './inputs.ts';
import {
  commonPayload,
  mergeGroupPayload,
  type Payload,
  pullRequestPayload,
  pushPayload,
  releasePayload,
} from './payload.ts';
import { type Merged, mergePullRequest, type NotMerged } from './pull-request.ts';
import { commitsOf, type Push, pathsOf, pushOf } from './push.ts';
import type { Trigger } from './started.ts';

/** An event as it happens to the copied repository: the commit of the run is checked out there. */
export interface Occurrence {
  /** What the filters of `on` look at. */
  readonly trigger: Trigger;
  /** `GITHUB_REF` and `GITHUB_SHA`. */
  readonly ref: string;
  readonly sha: string;
  /** `GITHUB_HEAD_REF` and `GITHUB_BASE_REF`: empty but for a pull request. */
  readonly headRef: string;
  readonly baseRef: string;
  /** What GitHub's API says of the pull request. */
  readonly pull?: Pull;
  /** What a later push of the same ref starts from. */
  readonly push?: Push;
  payload(workflow: Workflow): Payload;
}

/** Why the event cannot happen to this repository. */
export type Impossible = NotMerged;

/**
 * Lets an event happen. Refs, commits and payloads are as in
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 *
 * @param earlier pushes of the ref, the last one at the end.
 */
export async function occurrenceOf(
  event: Event,
  copied: Copied,
  earlier: readonly Push[],
  setup: Setup,
): Promise<Occurrence | Impossible> {
  const { ref, sha, defaultBranch } = copied;
  const plain = { ref, sha, headRef: '', baseRef: '' };
  const trigger = { event: event.name, ref };
  const common = commonPayload(event, copied, setup);
  switch (event.name) {
    case 'push':
      return pushed(event, copied, earlier, setup);
    case 'workflow_dispatch':
      return {
        ...plain,
        trigger,
        payload: (workflow) => ({
          ...common,
          ref,
          workflow: workflow.path,
          inputs: dispatchInputs(workflow, event.inputs).texts,
        }),
      };
    case 'schedule':
      // "Scheduled workflows will only run on the default branch."
      if (ref !== `refs/heads/${defaultBranch}`)
        return {
          impossible: `GitHub runs scheduled workflows of ${defaultBranch} alone, and ${ref} is checked out: \`git switch ${defaultBranch}\` first.`,
        };
      return { ...plain, trigger, payload: (workflow) => ({ ...common, schedule: firstSchedule(workflow) }) };
    case 'release': {
      if (event.tag === undefined) return { impossible: 'A release is of a tag: give one with --tag v1.2.3.' };
      const payload = releasePayload(event, copied, event.tag, setup);
      return { ...plain, trigger: { ...trigger, action: 'published' }, payload: () => payload };
    }
    case 'pull_request':
    case 'merge_group': {
      const merged = await mergePullRequest(copied);
      if ('impossible' in merged) return merged;
      return event.name === 'pull_request'
        ? pullRequest(event, copied, merged, setup)
        : mergeGroup(event, copied, merged, setup);
    }
    default:
      return {
        impossible: `What GitHub says of the event ${event.name} is not imitated; give one of ${eventNames.join(', ')}.`,
      };
  }
}

async function pushed(event: Event, copied: Copied, earlier: readonly Push[], setup: Setup): Promise<Occurrence> {
  const { folder, ref, sha } = copied;
  const rest = { ref, sha, headRef: '', baseRef: '' };
  if (ref.startsWith('refs/tags/')) {
    // Of an annotated tag `after` is the tag itself, and the run is of the commit that it names.
    const push = { before: noCommit, after: await git(folder, ['rev-parse', ref]) };
    const payload = await pushPayload(event, copied, push, setup);
    return { ...rest, trigger: { event: 'push', ref }, payload: () => payload };
  }
  const push = await pushOf(copied, earlier);
  const payload = await pushPayload(event, copied, push, setup);
  const paths = await pathsOf(folder, push, await commitsOf(copied, push));
  return { ...rest, trigger: { event: 'push', ref, ...(paths && { paths }) }, push, payload: () => payload };
}

async function pullRequest(event: Event, copied: Copied, merged: Merged, setup: Setup): Promise<Occurrence> {
  const payload = await pullRequestPayload(event, copied, merged, setup);
  const { base, head, merge, paths, changedFiles } = merged;
  const pull: Pull = {
    number: 1,
    base: { ref: base.branch, sha: base.sha },
    head: {
      ref: head.branch,
      sha: head.sha,
      ...(event.fork !== undefined && { repository: `${event.fork}/${setup.repository.split('/')[1]}` }),
    },
    mergeCommit: merge,
    changedFiles,
  };
  return {
    pull,
    ref: 'refs/pull/1/merge',
    sha: merge,
    headRef: head.branch,
    baseRef: base.branch,
    trigger: { event: event.name, ref: `refs/heads/${base.branch}`, action: 'synchronize', paths },
    payload: () => payload,
  };
}

async function mergeGroup(event: Event, copied: Copied, merged: Merged, setup: Setup): Promise<Occurrence> {
  const { base, merge } = merged;
  const ref = `refs/heads/gh-readonly-queue/${base.branch}/pr-1-${base.sha}`;
  await git(copied.folder, ['update-ref', ref, merge]);
  const payload = await mergeGroupPayload(event, copied, merged, ref, setup);
  return {
    ref,
    sha: merge,
    headRef: '',
    baseRef: '',
    trigger: { event: event.name, ref: `refs/heads/${base.branch}`, action: 'checks_requested' },
    payload: () => payload,
  };
}

function firstSchedule({ document: { on } }: Workflow): string {
  const { schedule = [] } = on as { schedule?: readonly { readonly cron?: string }[] };
  return schedule[0]?.cron ?? '';
}
