import { randomBytes } from 'node:crypto';
import { CAPS, type Caps } from './caps.ts';
import { codeScanning, type KeptCodeScanning } from './code-scanning/code-scanning.ts';
import { refuseUnknown } from './code-scanning/refs.ts';
import type { CodeScanningSettings } from './code-scanning/settings.ts';
import { comparisons } from './comparisons.ts';
import { type Deployments, deployments } from './deployments.ts';
import { type Disturbance, disturbances } from './disturbance.ts';
import { resolved } from './git/commit.ts';
import { gitIn } from './git/git.ts';
import { ALL_PERMISSIONS } from './permissions.ts';
import type { Pull } from './pulls.ts';
import type { Permissions, Route } from './route.ts';
import { alertRoutes } from './routes/alerts.ts';
import { analysisRoutes } from './routes/analyses.ts';
import { commitRoutes } from './routes/commits.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { pullRoutes } from './routes/pulls.ts';
import { refRoutes } from './routes/refs.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { runRoutes } from './routes/runs.ts';
import { sarifRoutes } from './routes/sarifs.ts';
import { treeRoutes } from './routes/trees.ts';
import { type Job, type Run, type RunRecords, runs } from './runs.ts';
import { type Requested, startServer } from './server.ts';
import type { AskingJob } from './tokens/asking-job.ts';
import { type IdTokens, idTokens } from './tokens/id-tokens.ts';
import { issuer, type Repository } from './tokens/oidc.ts';

/** How the local GitHub is started. */
export interface LocalGitHubOptions {
  readonly repository: Repository;
  /** Milliseconds since the epoch: the clock of the cloud that reads the tokens. */
  readonly now: () => number;
  /** What an earlier start left. */
  readonly kept?: Kept;
  /** A git repository on this machine, whose commits and refs are the repository's; without it there are none. */
  readonly directory?: string;
  /** Less than GitHub's own caps, for tests. */
  readonly caps?: Partial<Caps>;
  /** What an owner has set of code scanning, and how long it takes; all of it is on, unless given. */
  readonly codeScanning?: Partial<CodeScanningSettings>;
}

/** What outlives a start. */
export interface Kept extends RunRecords {
  readonly deployments?: ReturnType<Deployments['copy']>;
  readonly codeScanning?: KeptCodeScanning;
}

/** A running local GitHub: one repository, on 127.0.0.1. */
export interface LocalGitHub {
  /** `GITHUB_API_URL`. */
  readonly endpoint: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`; a client adds `&audience=`. */
  readonly tokenUrl: string;
  /** The `GITHUB_TOKEN` of the API, with all permissions. */
  readonly token: string;
  /** For the provider of the local cloud. */
  readonly issuer: string;
  readonly keys: IdTokens['keys'];
  /** What was asked of the API so far, in order. */
  readonly requests: readonly Requested[];
  /** A `GITHUB_TOKEN` with these permissions alone. */
  tokenWith(permissions: Permissions): string;
  /**
   * A run begins or ends; while it goes on, its jobs may ask for tokens.
   *
   * @returns the `ACTIONS_ID_TOKEN_REQUEST_TOKEN` of the run.
   */
  setRun(run: Run, jobs: readonly AskingJob[]): string;
  /** A job begins or ends. */
  setJob(job: Job): void;
  /** A pull request is opened, or has other commits. */
  setPull(pull: Pull): void;
  /** An owner sets code scanning otherwise, or it becomes slow. */
  setCodeScanning(settings: Partial<CodeScanningSettings>): void;
  /** Requests from now on meet a fault. */
  disturb(disturbance: Disturbance): void;
  copy(): Kept;
  stop(): Promise<void>;
}

/** Starts the part of GitHub that a run's jobs talk to. */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const { repository, now, kept, directory } = options;
  const caps = { ...CAPS, ...options.caps };
  const full = `${repository.owner}/${repository.name}`;
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const tokens = new Map<string, Permissions>([[token, ALL_PERMISSIONS]]);
  const records = runs(kept);
  const deployed = deployments(now, kept?.deployments);
  const pulls = new Map<number, Pull>();
  const ids = idTokens(repository, now);
  const faults = disturbances(now);
  const git = directory === undefined ? undefined : gitIn(directory);
  const scanning = codeScanning({
    now,
    limits: caps,
    settings: options.codeScanning ?? {},
    refuseUnknown: (analysed) => refuseUnknown(analysed, { git, pulls }),
    ...(kept?.codeScanning && { kept: kept.codeScanning }),
  });
  let endpoint = '';

  /** Without a git repository, refs are those of runs. */
  async function shaOf(ref: string): Promise<string | undefined> {
    if (/^[0-9a-f]{40}$/.test(ref)) return ref;
    const known = git && (await resolved(git, ref.replace(/^refs\//, '')));
    const names = (run: Run) => run.ref === ref || run.ref.replace(/^refs\/heads\//, '') === ref;
    return known ?? records.latest().findLast(names)?.sha;
  }

  const routes: readonly Route[] = [
    ...repositoryRoutes(repository),
    ...runRoutes(records, { caps, full, endpoint: () => endpoint }),
    ...deploymentRoutes(deployed, shaOf),
    ...[sarifRoutes, analysisRoutes, alertRoutes].flatMap((routes) =>
      routes(scanning, () => `${endpoint}/repos/${full}`),
    ),
    ...(git ? gitRoutes() : []),
  ];

  function gitRoutes(): readonly Route[] {
    if (!git) return [];
    const compared = { comparisons: comparisons(git), caps };
    return [
      ...pullRoutes(pulls, { ...compared, full }),
      ...commitRoutes(git, compared),
      ...refRoutes(git),
      ...treeRoutes(git, caps),
    ];
  }

  const server = await startServer({
    full,
    now,
    routes,
    ids,
    faults,
    permissionsOf: (bearer) => tokens.get(bearer) ?? (ids.isUnderWay(bearer) ? ALL_PERMISSIONS : undefined),
  });
  endpoint = server.endpoint;
  return {
    endpoint,
    tokenUrl: `${endpoint}/_local/token?api-version=2.0`,
    token,
    issuer,
    keys: ids.keys,
    requests: server.requests,
    tokenWith(permissions) {
      const made = `ghs_${randomBytes(18).toString('hex')}`;
      tokens.set(made, permissions);
      return made;
    },
    setRun(run, asking) {
      records.setRun(run);
      const bearer = `${token}_${run.id}`;
      ids.setRun(bearer, run, asking);
      return bearer;
    },
    setJob: records.setJob,
    setPull: (pull) => void pulls.set(pull.number, pull),
    setCodeScanning: scanning.set,
    disturb: faults.add,
    copy: () => ({ ...records.copy(), deployments: deployed.copy(), codeScanning: scanning.copy() }),
    stop: server.stop,
  };
}
