import { type Env, isSha } from '@actions-aws/git';

/**
 * What this action reads of the event that started the workflow.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads,
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export interface EventFacts {
  /** `push`, `pull_request`, … */
  readonly event: string;
  /** Whole, `refs/heads/main`. */
  readonly ref: string;
  /** The commit that GitHub names for the event; of a pull request its test merge. */
  readonly sha: string;
  readonly defaultBranch: string;
  /** Of a push: the states before and after it, all zeros where there is none. */
  readonly before: string;
  readonly after: string;
  /** Of a push: whether the branch had other commits before. */
  readonly forced: boolean;
  /** Of a push: how many commits it brought; undefined where the event does not tell. */
  readonly pushed: number | undefined;
  readonly pull: PullFacts | undefined;
  readonly group: GroupFacts | undefined;
  /** The workflow's file, `deploy.yml`. */
  readonly workflow: string;
  readonly runId: number;
}

/** What it reads of a pull request. */
export interface PullFacts {
  readonly number: number;
  readonly baseSha: string;
  readonly headSha: string;
}

/** What it reads of a merge queue's group. */
export interface GroupFacts {
  readonly baseSha: string;
  readonly headSha: string;
}

/** The facts in a runner's environment and the event's payload. A fact that is not there is empty, and its row says so. */
export function factsOf(env: Env, payload: unknown): EventFacts {
  const pull = at(payload, 'pull_request');
  const group = at(payload, 'merge_group');
  return {
    event: env.GITHUB_EVENT_NAME ?? '',
    ref: env.GITHUB_REF ?? '',
    sha: env.GITHUB_SHA ?? '',
    defaultBranch: text(at(payload, 'repository', 'default_branch')),
    before: sha(at(payload, 'before')),
    after: sha(at(payload, 'after')),
    forced: at(payload, 'forced') === true,
    pushed: count(at(payload, 'commits')),
    pull: pull === undefined ? undefined : pullFacts(pull),
    group:
      group === undefined ? undefined : { baseSha: sha(at(group, 'base_sha')), headSha: sha(at(group, 'head_sha')) },
    workflow: /\/([^/@]+)@/.exec(env.GITHUB_WORKFLOW_REF ?? '')?.[1] ?? '',
    runId: Number(env.GITHUB_RUN_ID ?? ''),
  };
}

function pullFacts(pull: unknown): PullFacts {
  const number = at(pull, 'number');
  return {
    number: typeof number === 'number' ? number : 0,
    baseSha: sha(at(pull, 'base', 'sha')),
    headSha: sha(at(pull, 'head', 'sha')),
  };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found ?? undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A payload is not trusted: what stands where a SHA should must not become an option or a range of git's. */
function sha(value: unknown): string {
  return isSha(text(value)) ? text(value) : '';
}

function count(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

/** Whether a SHA stands for nothing, as before a branch's first push. */
export function isZero(value: string): boolean {
  return /^0+$/.test(value);
}
