import { randomUUID } from 'node:crypto';
import { refuse } from '../refusal.ts';
import type { Run } from '../runs.ts';
import type { AskingJob } from './asking-job.ts';
import { type SigningKey, signingKey } from './key.ts';
import { claimsOf, type Repository } from './oidc.ts';

/** ID tokens for the jobs of runs that are under way. */
export interface IdTokens {
  readonly keys: readonly SigningKey['jwk'][];
  /** A run begins, or ends: then its bearer asks for nothing any more. */
  setRun(bearer: string, run: Run, asking: readonly AskingJob[]): void;
  isUnderWay(bearer: string): boolean;
  /** What `ACTIONS_ID_TOKEN_REQUEST_URL` answers. */
  issue(query: URLSearchParams, bearer: string): unknown;
}

/** Signed by a key that is made anew at each start. */
export function idTokens(repository: Repository, now: () => number): IdTokens {
  const key = signingKey();
  const underWay = new Map<string, { readonly run: Run; readonly asking: readonly AskingJob[] }>();
  return {
    keys: [key.jwk],
    setRun(bearer, run, asking) {
      if (run.status === 'completed') underWay.delete(bearer);
      else underWay.set(bearer, { run, asking });
    },
    isUnderWay: (bearer) => underWay.has(bearer),
    issue(query, bearer) {
      const { run, asking } = underWay.get(bearer) ?? refuse(401, 'The token is of no run that is under way.');
      const job = askingJob(asking, query.get('job'), query.get('environment'));
      const audience = query.get('audience') || undefined;
      return { count: 1, value: key.sign(claimsOf(repository, run, job, { audience, now: now(), id: randomUUID() })) };
    },
  };
}

/**
 * The job that asks. GitHub gives each job an address of its own; act gives all the same, so the job's id comes with the
 * request. Without `id-token: write` GitHub gives a job no address at all, so that no request is ever made:
 * https://docs.github.com/en/actions/reference/security/oidc#required-permission
 */
function askingJob(asking: readonly AskingJob[], id: string | null, environment: string | null): AskingJob {
  const found = asking.filter((job) => job.id === id);
  const [job] = found;
  if (!job) return refuse(400, `The workflow has no job ${JSON.stringify(id)}: send the job's id as "job".`);
  const kinds = new Set(
    found.map(({ mayAsk, environment, workflowRef }) => JSON.stringify([mayAsk, environment, workflowRef])),
  );
  if (kinds.size > 1)
    refuse(
      400,
      `Several called workflows have a job ${id} with other permissions or another environment, and act gives them one id: rename one.`,
    );
  if (!job.mayAsk)
    refuse(
      403,
      `The job ${id} may not ask for an ID token: give it "permissions: { id-token: write }"; a called workflow's caller needs it too.`,
    );
  const isExpression = job.environment?.includes('${{') === true;
  if (!isExpression) return job;
  if (!environment)
    return refuse(
      400,
      `The environment of the job ${id} is the expression ${job.environment}: send its value as "environment".`,
    );
  return { ...job, environment };
}
