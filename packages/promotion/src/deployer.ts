import { createHash, randomBytes } from 'node:crypto';

/** Who writes a pointer: one attempt of one workflow run, told apart from every other by a nonce. */
export interface Owner {
  /** `GITHUB_RUN_ID`; `local` outside of a workflow. */
  readonly run: string;
  /** `GITHUB_RUN_ATTEMPT`, from 1. */
  readonly attempt: number;
  /** Eight random hexadecimal digits: after a lost reply they tell our own write from a twin's. */
  readonly nonce: string;
}

/** Where a run stands among the runs of its workflow, so that an older one cannot undo a newer one's work. */
export interface Order {
  /** Twelve hexadecimal digits that stand for the workflow file, on whatever branch it ran. */
  readonly workflow: string;
  /** `GITHUB_RUN_NUMBER`: counts up with each run of the workflow, and stays the same when a run is attempted again. */
  readonly number: number;
}

/** The run that is deploying. `order` is missing outside of a workflow, where nothing can be compared. */
export interface Deployer {
  readonly owner: Owner;
  readonly order?: Order;
}

/**
 * Reads who we are from the runner's environment.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function readDeployer(env: Readonly<Record<string, string | undefined>>): Deployer {
  const owner: Owner = {
    run: env.GITHUB_RUN_ID || 'local',
    attempt: positive(env.GITHUB_RUN_ATTEMPT) ?? 1,
    nonce: randomBytes(4).toString('hex'),
  };
  const number = positive(env.GITHUB_RUN_NUMBER);
  // `octo/app/.github/workflows/deploy.yml@refs/heads/main`: the same file on two branches deploys to the same alias.
  const file = env.GITHUB_WORKFLOW_REF?.split('@')[0];
  if (!file || number === undefined) return { owner };
  return { owner, order: { workflow: createHash('sha256').update(file).digest('hex').slice(0, 12), number } };
}

/** Whether `ours` is an earlier run than `theirs` of the same workflow. Runs of different workflows have no order. */
export function isOlder(ours: Order | undefined, theirs: Order | undefined): boolean {
  return ours !== undefined && theirs !== undefined && ours.workflow === theirs.workflow && ours.number < theirs.number;
}

/** Whether `ours` is a later run than `theirs` of the same workflow. Where nothing is noted any run is. */
export function isAheadOf(ours: Order, theirs: Order | undefined): boolean {
  return theirs === undefined || isOlder(theirs, ours);
}

/** Whether both were written by the same workflow run, in whichever attempt. Two runs outside of a workflow never are. */
export function isSameRun(ours: Owner, theirs: Owner | undefined): boolean {
  return theirs !== undefined && ours.run !== 'local' && ours.run === theirs.run;
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}
