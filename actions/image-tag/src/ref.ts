/** What the checked-out commit was built for, as far as the run knows it. */
export type Ref =
  | { readonly kind: 'branch'; readonly name: string; readonly isDefault: boolean | undefined }
  | { readonly kind: 'tag'; readonly name: string }
  | { readonly kind: 'pull-request'; readonly number: number }
  | { readonly kind: 'none'; readonly why: string };

/** The part of an event's payload that is read. https://docs.github.com/webhooks/webhook-events-and-payloads */
export interface Event {
  readonly repository?: {
    readonly name?: string;
    readonly description?: string | null;
    readonly html_url?: string;
    readonly default_branch?: string;
    readonly license?: { readonly spdx_id?: string } | null;
  };
  readonly pull_request?: { readonly number?: number; readonly head?: { readonly sha?: string } };
}

/** What a run is about. */
export interface RunFacts {
  /** `GITHUB_REF`, such as `refs/heads/main`. */
  readonly ref: string;
  /** The commit of `GITHUB_SHA`, tags followed; undefined where it is not in the checkout. */
  readonly sha: string | undefined;
  /** The commit that is checked out. */
  readonly head: string;
  readonly event: Event;
}

/**
 * What the checked-out commit is called. The run's branch or tag is its name only while it is the run's commit that is checked
 * out: under `pull_request_target` and `workflow_run` the ref is that of the default branch, and what is checked out may come from
 * a fork; and a job may check out another ref, or commit.
 */
export function refOf({ ref, sha, head, event }: RunFacts): Ref {
  const { number, head: proposed } = event.pull_request ?? {};
  if (number !== undefined && head === proposed?.sha) return { kind: 'pull-request', number };
  if (head !== sha) {
    return {
      kind: 'none',
      why: `commit ${head.slice(0, 12)} is checked out, which is not the one that the run is for`,
    };
  }
  const [, kind, name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? [];
  if (kind === 'tags') return { kind: 'tag', name };
  if (kind === 'pull') {
    const of = Number(/^(\d+)\/merge$/.exec(name)?.[1] ?? number);
    return Number.isSafeInteger(of) ? { kind: 'pull-request', number: of } : unnamed;
  }
  if (kind !== 'heads') return unnamed;
  // https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
  if (name.startsWith('gh-readonly-queue/'))
    return { kind: 'none', why: 'the branch of a merge queue lives for one run' };
  const usual = event.repository?.default_branch;
  return { kind: 'branch', name, isDefault: usual === undefined ? undefined : name === usual };
}

const unnamed: Ref = { kind: 'none', why: 'the run is for no branch, tag or pull request' };
