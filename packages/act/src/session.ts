import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { askingJobs, type LocalGitHub, type Run, startLocalGitHub } from '@actions-aws/local-github';
import { scaledTime } from '@actions-aws/testing';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { type ActLine, runAct } from './act-process.ts';
import { type Address, getFrom, invokeAs, startAddress, type Users, usersArrive, type Visit } from './addresses.ts';
import { signIn, unmappedJobs } from './after.ts';
import { problemsBefore } from './before.ts';
import { actArguments, actEnvironment } from './call.ts';
import { lambdaClient, makeCloud } from './cloud.ts';
import { type Event, ownerId, payloadOf, refOf, repositoryId } from './event.ts';
import type { Json, Lookup } from './github-language.ts';
import { type Masks, masks } from './masks.ts';
import { type Judged, judge } from './oracle.ts';
import { writePreload } from './preload.ts';
import type { Problem } from './problems.ts';
import { emptyRecord, type Recorded, type Taken, take } from './record.ts';
import { lookupIn, parsed, referencesOf, type Sources } from './references.ts';
import { type Copied, copyRepository } from './repository.ts';
import type { Setup, UserSetup } from './setup.ts';
import { placeStandIn, standIns } from './stand-ins.ts';
import { openState, type State } from './state.ts';
import { ownReference } from './tree.ts';
import { isStarted, type Workflow, workflowsIn } from './workflows.ts';

/** What a session is started with. */
export interface SessionOptions {
  readonly program: string;
  readonly folder: string;
  readonly tree: string;
  readonly setup: Setup;
  readonly stateFolder?: string;
  readonly standInsFolder: string;
  /** Folder of the Node that actions run on. */
  readonly nodeFolder: string;
  readonly scale: number;
  readonly signal: AbortSignal;
  readonly hears: Listener;
}

/** Hears what happens, as it happens. Texts have no secrets in them. */
export interface Listener {
  fact(name: string, text: string): void;
  begins(run: Run): void;
  line(taken: Taken, line: ActLine): void;
}

/** A run of one workflow, and all that is to say of it. */
export interface EndedRun {
  readonly run: Run;
  readonly record: Recorded;
  readonly judged: readonly Judged[];
  readonly problems: readonly Problem[];
}

/** What became of an event. */
export interface EndedEvent {
  readonly event: Event;
  readonly copied: Copied;
  /** For these nothing was started. */
  readonly refused: readonly Problem[];
  readonly runs: readonly EndedRun[];
}

/** A cloud, a GitHub and users, for as many events as one likes. */
export interface Session {
  readonly cloud: LocalAws;
  readonly github: LocalGitHub;
  readonly users: Users;
  readonly masks: Masks;
  /** Where a variable of `addresses` leads. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Copies the folder as it is now, and runs what the event starts; only the named workflow files when any are named. */
  happens(event: Event, only: readonly string[]): Promise<EndedEvent>;
  stop(): Promise<void>;
}

/** Starts what workflows talk to, all on 127.0.0.1, and makes what the setup says. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { setup, scale } = options;
  const scratch = await mkdtemp(path.join(tmpdir(), 'act-'));
  const stops: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true, maxRetries: 3 })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const state = await openState<ReturnType<LocalGitHub['copy']>>(options.stateFolder ?? path.join(scratch, 'state'));
    const cloud = await startLocalAws({ clock: { scale } });
    stops.push(() => cloud.stop());
    const [owner = '', name = ''] = setup.repository.split('/');
    const github = await startLocalGitHub({
      repository: { owner, ownerId, name, id: repositoryId, immutableSubjects: setup.immutableSubjects },
      now: () => cloud.clock.now(),
      ...(state.kept && { kept: state.kept }),
    });
    stops.push(() => github.stop());
    await makeCloud(cloud, github, setup);
    const lambda = lambdaClient(cloud, setup);
    stops.push(async () => lambda.destroy());
    const addresses = new Map<string, string>();
    for (const [variable, target] of Object.entries(setup.addresses)) {
      const address: Address = await startAddress(lambda, target);
      stops.push(() => address.stop());
      addresses.set(variable, address.url);
    }
    const users = usersArrive(new Map(setup.users.map((user) => userOf(user, addresses, lambda))));
    stops.push(() => users.leave());
    const hidden = masks([github.token, ...Object.values(setup.secrets)]);
    const session = { cloud, github, users, masks: hidden, addresses, stop };
    return { ...session, happens: happening(options, { ...session, scratch, state }) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function userOf(
  user: UserSetup,
  addresses: ReadonlyMap<string, string>,
  lambda: LambdaClient,
): readonly [asked: string, ask: () => Promise<Omit<Visit, 'at'>>] {
  if ('invoke' in user) return [user.invoke, () => invokeAs(lambda, user.invoke, user.payload)];
  const [variable = '', rest = '/'] = user.get.split(' ');
  const url = addresses.get(variable);
  if (url === undefined) throw new Error(`users: ${user.get} of the setup begins with no variable of addresses.`);
  return [user.get, () => getFrom(`${url}${rest}`)];
}

interface Started extends Pick<Session, 'cloud' | 'github' | 'masks' | 'addresses'> {
  readonly scratch: string;
  readonly state: State<ReturnType<LocalGitHub['copy']>>;
}

function happening(options: SessionOptions, started: Started): Session['happens'] {
  let count = 0;
  return async (event, only) => {
    count += 1;
    const place = path.join(started.scratch, `event-${count}`);
    await mkdir(place);
    const copied = await copyRepository(options.folder, path.join(place, 'repository'), event.again?.sha);
    options.hears.fact('code', copied.remark);
    const available = await standIns(options.standInsFolder);
    const sources: Sources = {
      repository: copied.folder,
      tree: options.tree,
      own: ownReference,
      standIns: new Map([...available].map(([name, folder]) => [name, path.join(options.standInsFolder, folder)])),
    };
    const lookup = lookupIn(sources);
    const all = workflowsIn(copied.folder);
    const chosen = all.filter(
      (workflow) =>
        isStarted(workflow, { event: event.name, ref: copied.ref }) &&
        (only.length === 0 || only.includes(path.basename(workflow.path))),
    );
    if (chosen.length === 0) {
      const why =
        all.length === 0
          ? 'there is none in .github/workflows'
          : `there are ${all.map((each) => each.path).join(', ')}`;
      const named = only.length === 0 ? '' : ` among ${only.join(', ')}`;
      const message = `No workflow${named} is started by ${event.name} on ${copied.ref}: ${why}.`;
      return { event, copied, refused: [{ where: '.github/workflows', message }], runs: [] };
    }
    const refused = await problemsBefore(all, chosen, lookup, sources);
    if (refused.length > 0) return { event, copied, refused, runs: [] };
    const runs: EndedRun[] = [];
    for (const workflow of chosen)
      runs.push(await runWorkflow(workflow, { event, copied, place, lookup, sources, available }, options, started));
    return { event, copied, refused: [], runs };
  };
}

interface Occasion {
  readonly event: Event;
  readonly copied: Copied;
  readonly place: string;
  readonly lookup: Lookup;
  readonly sources: Sources;
  readonly available: ReadonlyMap<string, string>;
}

async function runWorkflow(
  workflow: Workflow,
  occasion: Occasion,
  options: SessionOptions,
  started: Started,
): Promise<EndedRun> {
  const { event, copied, lookup } = occasion;
  const { cloud, github, state, masks: hidden } = started;
  const { setup, hears } = options;
  const again = event.again?.workflowPath === workflow.path ? event.again : undefined;
  const { id, number } = again ?? state.next(workflow.path);
  const began: Run = {
    id,
    number,
    attempt: (again?.attempt ?? 0) + 1,
    workflowName: workflow.name,
    workflowPath: workflow.path,
    event: event.name,
    ref: refOf(event, copied),
    sha: copied.sha,
    actor: event.actor,
    created: cloud.clock.now(),
    updated: cloud.clock.now(),
    status: 'in_progress',
  };
  const bearer = github.setRun(began, askingJobs(workflow.text, lookup));
  hears.begins(began);
  const home = path.join(occasion.place, `run-${id}-${began.attempt}`);
  for (const folder of ['home', 'artifacts', 'cache']) await mkdir(path.join(home, folder), { recursive: true });
  const payload = payloadOf(event, copied, setup);
  const eventFile = path.join(home, 'event.json');
  await writeFile(eventFile, JSON.stringify(payload));
  const variables = { ...setup.variables, ...Object.fromEntries(started.addresses) };
  const record = emptyRecord();
  const signs = new Set<string>();
  const onLine = (line: ActLine, at: number) => {
    if (line.command === 'add-mask') hidden.add(line.arg ?? '');
    const shown = hidden.hideIn(line);
    const sign = signIn(shown);
    if (sign !== undefined) signs.add(`${(shown.job ?? '').trim()}: ${sign}`);
    const taken = take(record, shown, at);
    noteJob(taken, record, id, github);
    hears.line(taken, shown);
  };
  const places = {
    repository: copied.folder,
    cache: path.join(home, 'cache'),
    home: path.join(home, 'home'),
    eventFile,
    local: await localFolders(workflow, occasion, home, options, started),
  };
  const { code, stderr } = await runAct({
    program: options.program,
    args: actArguments(workflow.path, event, places, {
      env: await stepEnvironment(began, { home, bearer }, options, started),
      variables,
      secrets: { ...setup.secrets, GITHUB_TOKEN: github.token },
      defaultBranch: copied.defaultBranch,
    }),
    env: actEnvironment(process.env, options.nodeFolder, places.home),
    cwd: home,
    onLine,
    signal: options.signal,
  });
  options.signal.throwIfAborted();
  const context = githubContext(began, payload, setup, copied);
  const scene = { github: context, vars: variables, inputs: event.inputs as { [key: string]: Json } };
  const { judged, problems: differences } = await judge(workflow, record, scene, lookup);
  const problems: Problem[] = [
    ...[...signs].map((message) => ({ where: workflow.path, message })),
    ...unmappedJobs(workflow.path, record),
    ...differences,
  ];
  const failed = record.jobs.filter(({ conclusion }) => conclusion === 'failure');
  if (code !== 0 && failed.length === 0)
    problems.push({ where: workflow.path, message: hidden.hide(`act ended with code ${code}: ${lastWords(stderr)}`) });
  if (code === 0 && record.jobs.length === 0) problems.push({ where: workflow.path, message: 'act started no job.' });
  const conclusion = code === 0 && failed.length === 0 && problems.length === 0 ? 'success' : 'failure';
  const run: Run = { ...began, status: 'completed', conclusion, updated: cloud.clock.now() };
  github.setRun(run, []);
  await state.save(github.copy());
  // What a later line masked may stand in an earlier one.
  return hidden.hideIn({ run, record, judged, problems });
}

function lastWords(stderr: string): string {
  return stderr.trim().split('\n').slice(-3).join(' ') || 'it does not say why';
}

/** Tells the local GitHub of a job that begins or ends. */
function noteJob({ job }: Taken, record: Recorded, runId: number, github: LocalGitHub): void {
  if (!job) return;
  github.setJob({
    id: runId * 100 + record.jobs.indexOf(job),
    runId,
    name: job.name,
    status: job.conclusion ? 'completed' : 'in_progress',
    ...(job.conclusion && { conclusion: job.conclusion }),
    started: job.began,
    ...(job.ended && { completed: job.ended }),
  });
}

/** Stand-ins for the refs that the workflow pins, and the tree for our own. */
async function localFolders(
  workflow: Workflow,
  { lookup, available, copied, place }: Occasion,
  home: string,
  options: SessionOptions,
  { state }: Started,
): Promise<ReadonlyMap<string, string>> {
  const local = new Map([[ownReference, options.tree]]);
  for (const uses of referencesOf(workflow, lookup).uses) {
    const { name } = parsed(uses);
    const standIn = available.get(name);
    if (standIn === undefined || local.has(uses)) continue;
    const folders = {
      repository: copied.folder,
      name: options.setup.repository,
      artifacts: path.join(home, 'artifacts'),
      caches: state.caches,
    };
    local.set(
      uses,
      await placeStandIn(options.standInsFolder, standIn, { uses, into: path.join(place, 'stand-ins'), folders }),
    );
  }
  return local;
}

/** What every step sees beside its own: the variables of a runner that act leaves out or gets wrong, and the local servers. */
async function stepEnvironment(
  run: Run,
  { home, bearer }: { readonly home: string; readonly bearer: string },
  { setup, scale, tree }: SessionOptions,
  { cloud, github }: Started,
): Promise<Record<string, string>> {
  const { args, env } = scaledTime({ scale, clock: cloud.clock });
  if (!existsSync(tree)) throw new Error(`The tree ${tree} is not there.`);
  return {
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REPOSITORY: setup.repository,
    GITHUB_REPOSITORY_OWNER: setup.repository.split('/')[0] ?? '',
    GITHUB_REPOSITORY_ID: String(repositoryId),
    GITHUB_REPOSITORY_OWNER_ID: String(ownerId),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_TRIGGERING_ACTOR: run.actor,
    GITHUB_WORKFLOW_REF: `${setup.repository}/${run.workflowPath}@${run.ref}`,
    GITHUB_WORKFLOW_SHA: run.sha,
    GITHUB_API_URL: github.endpoint,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ACTIONS_ID_TOKEN_REQUEST_URL: github.tokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    AWS_ENDPOINT_URL: cloud.endpoint,
    // Without credentials of its own a step has none: the SDK would otherwise ask the machine that it is on.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(scale !== 1 && {
      NODE_OPTIONS: await writePreload(home, { scaledTime: args.at(-1) ?? '', settings: env.SCALED_TIME ?? '' }),
    }),
  };
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
function githubContext(
  run: Run,
  event: { readonly [key: string]: Json },
  { repository }: Setup,
  copied: Copied,
): { readonly [key: string]: Json } {
  const isPull = run.event === 'pull_request';
  return {
    event,
    event_name: run.event,
    actor: run.actor,
    triggering_actor: run.actor,
    ref: run.ref,
    ref_name: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    head_ref: isPull ? copied.ref.replace(/^refs\/heads\//, '') : '',
    base_ref: isPull ? copied.defaultBranch : '',
    sha: run.sha,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    workflow: run.workflowName,
    server_url: 'https://github.com',
  };
}
