import { refuse } from './refusal.ts';

/** A deployment: https://docs.github.com/en/rest/deployments/deployments */
export interface Deployment {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly task: string;
  readonly payload: unknown;
  readonly environment: string;
  readonly description: string | null;
  readonly transient_environment: boolean;
  readonly production_environment: boolean;
  readonly created_at: string;
}

/** What became of it, the newest last: https://docs.github.com/en/rest/deployments/statuses */
export interface DeploymentStatus {
  readonly id: number;
  readonly deployment: number;
  readonly state: string;
  readonly description: string;
  readonly environment: string;
  readonly log_url: string;
  readonly environment_url: string;
  readonly created_at: string;
}

const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

/** The deployments of the one repository. */
export interface Deployments {
  create(body: Readonly<Record<string, unknown>>, shaOf: (ref: string) => string | undefined): Deployment;
  list(query: URLSearchParams): Deployment[];
  get(id: number): Deployment;
  addStatus(id: number, body: Readonly<Record<string, unknown>>): DeploymentStatus;
  statuses(id: number): DeploymentStatus[];
  copy(): { readonly deployments: readonly Deployment[]; readonly statuses: readonly DeploymentStatus[] };
}

/** Starts with what an earlier start left. */
export function deployments(now: () => number, kept?: ReturnType<Deployments['copy']>): Deployments {
  const all = [...(kept?.deployments ?? [])];
  const statuses = [...(kept?.statuses ?? [])];
  const time = () => new Date(now()).toISOString();
  const nextId = () => 1 + Math.max(0, ...all.map(({ id }) => id), ...statuses.map(({ id }) => id));
  const get = (id: number) => all.find((each) => each.id === id) ?? refuse(404, 'Not Found');
  const of = (id: number) => statuses.filter(({ deployment }) => deployment === id);
  return {
    create(body, shaOf) {
      const ref = body.ref;
      if (typeof ref !== 'string') return refuse(422, 'Invalid request.\n\n"ref" wasn\'t supplied.');
      // "409 Conflict when auto-merge or required contexts stand in the way": neither is known here, so both must be said off.
      if (body.auto_merge !== false)
        refuse(501, 'The local GitHub merges nothing: say "auto_merge": false, which keeps GitHub from it as well.');
      if (!Array.isArray(body.required_contexts) || body.required_contexts.length > 0)
        refuse(501, 'The local GitHub knows no commit statuses: say "required_contexts": [].');
      const environment = String(body.environment ?? 'production');
      const made: Deployment = {
        id: nextId(),
        ref,
        sha: shaOf(ref) ?? refuse(422, `No ref found for: ${ref}`),
        task: String(body.task ?? 'deploy'),
        payload: body.payload ?? {},
        environment,
        description: description(body.description) || null,
        transient_environment: body.transient_environment === true,
        // "true when environment is production and false otherwise"
        production_environment: (body.production_environment ?? environment === 'production') === true,
        created_at: time(),
      };
      all.push(made);
      return made;
    },
    list: (query) =>
      all
        .filter((each) =>
          (['sha', 'ref', 'task', 'environment'] as const).every(
            (name) => !query.has(name) || query.get(name) === each[name],
          ),
        )
        .sort((a, b) => b.id - a.id),
    get,
    addStatus(id, body) {
      const deployment = get(id);
      const { state } = body;
      if (typeof state !== 'string' || !states.includes(state))
        return refuse(422, `Validation Failed: state must be one of ${states.join(', ')}`);
      const made: DeploymentStatus = {
        id: nextId(),
        deployment: id,
        state,
        description: description(body.description),
        environment: String(body.environment ?? deployment.environment),
        log_url: String(body.log_url ?? ''),
        environment_url: String(body.environment_url ?? ''),
        created_at: time(),
      };
      statuses.push(made);
      // "all the non-transient, non-production environment deployments with the same environment name": reports say that
      // production ones stay, so here they do (https://github.com/orgs/community/discussions/204675).
      if (state === 'success' && body.auto_inactive !== false) {
        const earlier = all.filter(
          (each) =>
            each.id !== id &&
            each.environment === made.environment &&
            !each.transient_environment &&
            !each.production_environment &&
            of(each.id).at(-1)?.state === 'success',
        );
        for (const each of earlier)
          statuses.push({ ...made, id: nextId(), deployment: each.id, state: 'inactive', description: '' });
      }
      return made;
    },
    statuses(id) {
      get(id);
      return of(id).reverse();
    },
    copy: () => ({ deployments: [...all], statuses: [...statuses] }),
  };
}

/** "maximum 140 characters", https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status */
function description(given: unknown): string {
  const text = given === undefined || given === null ? '' : String(given);
  return text.length > 140
    ? refuse(422, 'Validation Failed: description is too long (maximum is 140 characters)')
    : text;
}
