import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AskingJob } from './asking-job.ts';
import { type Deployments, deployments } from './deployments.ts';
import { type SigningKey, signingKey } from './key.ts';
import { claimsOf, issuer, type Repository } from './oidc.ts';
import { Refusal, refuse } from './refusal.ts';
import { filtered, type Job, jobView, type Run, type RunRecords, runView } from './runs.ts';

/** How the local GitHub is started. */
export interface LocalGitHubOptions {
  readonly repository: Repository;
  /** Milliseconds since the epoch: the clock of the cloud that reads the tokens. */
  readonly now: () => number;
  /** What an earlier start left. */
  readonly kept?: Kept;
}

/** What outlives a start. */
export interface Kept extends RunRecords {
  readonly deployments?: ReturnType<Deployments['copy']>;
}

/** A running local GitHub: one repository, on 127.0.0.1. */
export interface LocalGitHub {
  /** `GITHUB_API_URL`. */
  readonly endpoint: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`; a client adds `&audience=`. */
  readonly tokenUrl: string;
  /** The `GITHUB_TOKEN` of the API. */
  readonly token: string;
  /** For the provider of the local cloud. */
  readonly issuer: string;
  readonly keys: readonly SigningKey['jwk'][];
  /**
   * A run begins or ends; while it goes on, its jobs may ask for tokens.
   *
   * @returns the `ACTIONS_ID_TOKEN_REQUEST_TOKEN` of the run.
   */
  setRun(run: Run, jobs: readonly AskingJob[]): string;
  /** A job begins or ends. */
  setJob(job: Job): void;
  copy(): Kept;
  stop(): Promise<void>;
}

/** Starts the part of GitHub that a run's jobs talk to. */
export async function startLocalGitHub({ repository, now, kept }: LocalGitHubOptions): Promise<LocalGitHub> {
  const key = signingKey();
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const runs = new Map((kept?.runs ?? []).map((run) => [run.id, run]));
  const jobs = new Map((kept?.jobs ?? []).map((job) => [job.id, job]));
  const deployed = deployments(now, kept?.deployments);
  const full = `${repository.owner}/${repository.name}`;
  const underWay = new Map<string, { readonly run: Run; readonly asking: readonly AskingJob[] }>();
  let endpoint = '';

  function issue(query: URLSearchParams, bearer: string): unknown {
    const { run, asking } = underWay.get(bearer) ?? refuse(401, 'The token is of no run that is under way.');
    const job = askingJob(asking, query.get('job'), query.get('environment'));
    const audience = query.get('audience') || undefined;
    return { count: 1, value: key.sign(claimsOf(repository, run, job, { audience, now: now(), id: randomUUID() })) };
  }

  function answer(
    method: string,
    url: URL,
    body: Record<string, unknown>,
    bearer: string,
  ): readonly [status: number, value: unknown] {
    const { pathname, searchParams: query } = url;
    const prefix = `/repos/${full}/`;
    if (method === 'GET' && pathname === '/_local/token') return [200, issue(query, bearer)];
    if (!pathname.toLowerCase().startsWith(prefix.toLowerCase())) return refuse(404, 'Not Found');
    const [kind, ...rest] = pathname.slice(prefix.length).split('/');
    const view = (run: Run) => runView(run, full, endpoint);
    if (kind === 'actions' && method === 'GET') {
      const [noun, id = '', what] = rest;
      const listed = (found: readonly Run[]) => [200, page('workflow_runs', found.map(view), query)] as const;
      if (noun === 'runs' && id === '') return listed(filtered([...runs.values()], query));
      if (noun === 'workflows' && what === 'runs') {
        const file = decodeURIComponent(id);
        return listed(
          filtered(
            [...runs.values()].filter((run) => run.workflowPath.endsWith(`/${file}`)),
            query,
          ),
        );
      }
      if (noun === 'runs') {
        const run = runs.get(Number(id)) ?? refuse(404, 'Not Found');
        if (what === undefined) return [200, view(run)];
        const ofRun = [...jobs.values()].filter(({ runId }) => runId === run.id);
        if (what === 'jobs') return [200, page('jobs', ofRun.map(jobView), query)];
      }
    }
    if (kind === 'deployments') {
      const [id, what] = rest;
      if (id === undefined && method === 'GET') return [200, deployed.list(query)];
      if (id === undefined && method === 'POST') return [201, deployed.create(body, shaOf)];
      if (what === undefined && method === 'GET') return [200, deployed.get(Number(id))];
      if (what === 'statuses' && method === 'GET') return [200, deployed.statuses(Number(id))];
      if (what === 'statuses' && method === 'POST') return [201, deployed.addStatus(Number(id), body)];
    }
    return refuse(501, `The local GitHub has no ${method} ${pathname}.`);
  }

  /** Refs are those of runs: the local GitHub has no objects of its own. */
  function shaOf(ref: string): string | undefined {
    if (/^[0-9a-f]{40}$/.test(ref)) return ref;
    return [...runs.values()].reverse().find((run) => run.ref === ref || run.ref.replace(/^refs\/heads\//, '') === ref)
      ?.sha;
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(value));
    };
    try {
      const url = new URL(request.url ?? '/', endpoint);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      // What a browser sends for a page of another site has its Origin: https://fetch.spec.whatwg.org/#origin-header
      if (request.headers.origin !== undefined || !/^127\.0\.0\.1:\d+$/.test(request.headers.host ?? ''))
        refuse(403, 'A web page cannot call the local GitHub.');
      if (url.pathname === '/.well-known/jwks') return send(200, { keys: [key.jwk] });
      // https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#failed-login-limit
      if (!/^(bearer|token) /i.test(request.headers.authorization ?? '')) refuse(401, 'Requires authentication');
      const bearer = request.headers.authorization?.split(' ')[1] ?? '';
      if (bearer !== token && !underWay.has(bearer)) refuse(401, 'Bad credentials');
      const text = Buffer.concat(chunks).toString();
      const body = text === '' ? {} : parsed(text);
      send(...answer(request.method ?? 'GET', url, body, bearer));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      send(status, { message: (error as Error).message, status: String(status) });
    }
  }

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    tokenUrl: `${endpoint}/_local/token?api-version=2.0`,
    token,
    issuer,
    keys: [key.jwk],
    setRun(run, asking) {
      runs.set(run.id, run);
      const bearer = `${token}_${run.id}`;
      if (run.status === 'completed') underWay.delete(bearer);
      else underWay.set(bearer, { run, asking });
      return bearer;
    },
    setJob: (job) => void jobs.set(job.id, job),
    copy: () => ({ runs: [...runs.values()], jobs: [...jobs.values()], deployments: deployed.copy() }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
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

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return refuse(400, 'Problems parsing JSON');
  }
}

/** https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function page(name: string, all: readonly unknown[], query: URLSearchParams): Record<string, unknown> {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const from = (Number(query.get('page') ?? 1) - 1) * size;
  return { total_count: all.length, [name]: all.slice(from, from + size) };
}
