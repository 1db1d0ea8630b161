import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalAws } from '@actions-aws/local-aws';
import { type LocalGitHub, startLocalGitHub } from '@actions-aws/local-github';
import { type Address, getFrom, invokeAs, startAddress, type Users, usersArrive, type Visit } from './addresses.ts';
import { problemsBefore } from './before.ts';
import { type Clients, clientsOf } from './cloud/clients.ts';
import { makeCloud } from './cloud/cloud.ts';
import { makeServices } from './cloud/services.ts';
import { makeSites } from './cloud/sites.ts';
import { tasksFollow } from './cloud/tasks.ts';
import type { EndedEvent, EndedRun } from './ended.ts';
import { type Event, ownerId, repositoryId } from './event/event.ts';
import { dispatchInputs } from './event/inputs.ts';
import { type Impossible, type Occurrence, occurrenceOf } from './event/occurrence.ts';
import { isStarted } from './event/started.ts';
import type { Lookup } from './github-language.ts';
import { masks } from './masks.ts';
import type { Problem } from './problems.ts';
import { isOwn, lookupIn, referencesOf, repositoryAt, type Sources } from './references.ts';
import { branchOf, type Copied, copyRepository, keepMadeCommit } from './repository.ts';
import { runWorkflow } from './run.ts';
import { startServer } from './server.ts';
import type { UserSetup } from './setup/entries.ts';
import { type Place, targetOf } from './setup/place.ts';
import { standIns } from './stand-ins.ts';
import type { SessionOptions, Started } from './started.ts';
import { openState } from './state.ts';
import { type Workflow, workflowsIn } from './workflows.ts';

/** A cloud, a GitHub and users, for as many events as one likes. */
export interface Session extends Omit<Started, 'scratch' | 'state'> {
  readonly users: Users;
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
    const failures: unknown[] = [];
    // What cannot be stopped keeps nothing else from being stopped and removed.
    for (const each of stops.splice(0).reverse()) await each().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const state = await openState<ReturnType<LocalGitHub['copy']>>(options.stateFolder ?? path.join(scratch, 'state'));
    const cloud = await startLocalAws({ clock: { scale } });
    stops.push(() => cloud.stop());
    const [owner = '', name = ''] = setup.repository.split('/');
    const server = await startServer(scratch, setup.repository);
    stops.push(() => server.stop());
    const github = await startLocalGitHub({
      repository: { owner, ownerId, name, id: repositoryId, immutableSubjects: setup.immutableSubjects },
      now: () => cloud.clock.now(),
      directory: server.directory,
      ...(state.kept && { kept: state.kept }),
    });
    stops.push(() => github.stop());
    const clients = clientsOf(cloud);
    stops.push(async () => clients.destroy());
    const sites = await makeSites(cloud, clients, setup.sites);
    await makeCloud(cloud, clients, github, setup, new Map([...sites.distributions, ...sites.stores]));
    const addresses = new Map([...sites.addresses, ...(await makeServices(cloud, clients, setup.services))]);
    const tells = (text: string) => options.hears.fact('tasks', text);
    const { nodeFolder } = options;
    stops.push(await tasksFollow(setup.services, { cloud, clients, scratch, nodeFolder, tells }));
    for (const [variable, text] of Object.entries(setup.addresses)) {
      const target = targetOf(text, setup);
      const address: Address = await startAddress(clients.lambda(target), target.name);
      stops.push(() => address.stop());
      addresses.set(variable, address.url);
    }
    const users = usersArrive(new Map(setup.users.map((user) => userOf(user, addresses, clients, setup))));
    stops.push(() => users.leave());
    const hidden = masks([github.token, ...Object.values(setup.secrets)]);
    const { distributions } = sites;
    const session = { cloud, github, server, users, masks: hidden, addresses, distributions, stop };
    return { ...session, happens: happening(options, { ...session, scratch, state }) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function userOf(
  user: UserSetup,
  addresses: ReadonlyMap<string, string>,
  clients: Clients,
  setup: Place,
): readonly [asked: string, ask: () => Promise<Omit<Visit, 'at'>>] {
  if ('invoke' in user) {
    const target = targetOf(user.invoke, setup);
    return [user.invoke, () => invokeAs(clients.lambda(target), target.name, user.payload)];
  }
  const [variable = '', rest = '/'] = user.get.split(' ');
  const url = addresses.get(variable);
  if (url === undefined)
    throw new Error(`users: ${user.get} of the setup begins with no variable of addresses or sites.`);
  return [user.get, () => getFrom(`${url}${rest}`)];
}

function happening(options: SessionOptions, started: Started): Session['happens'] {
  let count = 0;
  // Pushes have an order, also when one comes before the runs of the last have ended.
  let turn: Promise<unknown> = Promise.resolve();
  return async (event, only) => {
    count += 1;
    const place = path.join(started.scratch, `event-${count}`);
    const prepared = turn.then(() => prepare(event, place, options, started));
    turn = prepared.catch(() => undefined);
    const { copied, occurrence } = await prepared;
    const refuse = (where: string, message: string): EndedEvent => ({
      event,
      copied,
      refused: [{ where, message }],
      runs: [],
    });
    if ('impossible' in occurrence) return refuse(event.name, occurrence.impossible);
    const available = await standIns(options.standInsFolder);
    const sources: Sources = {
      repository: copied.folder,
      tree: options.tree,
      own: options.own,
      standIns: new Map([...available].map(([name, folder]) => [name, path.join(options.standInsFolder, folder)])),
    };
    const lookup = lookupIn(sources);
    const all = workflowsIn(copied.folder);
    const chosen = all.filter(
      (workflow) =>
        isStarted(workflow, occurrence.trigger) && (only.length === 0 || only.includes(path.basename(workflow.path))),
    );
    if (chosen.length === 0) {
      const why =
        all.length === 0
          ? 'there is none in .github/workflows'
          : `there are ${all.map((each) => each.path).join(', ')}`;
      const named = only.length === 0 ? '' : ` among ${only.join(', ')}`;
      return refuse(
        '.github/workflows',
        `No workflow${named} is started by ${event.name} on ${copied.ref}: ${why}.${changesIn(occurrence)}`,
      );
    }
    const refused = [...refusalsOf(event, chosen), ...(await problemsBefore(all, chosen, lookup, sources))];
    if (refused.length > 0) return { event, copied, refused, runs: [] };
    for (const reference of ownReferences(chosen, sources, lookup))
      options.hears.fact('tree', `${reference} is taken from it; what GitHub has at that ref is not looked at`);
    const occasion = { event, occurrence, copied, place, lookup, available };
    const runs: EndedRun[] = [];
    for (const workflow of chosen) runs.push(await runWorkflow(workflow, occasion, options, started));
    return { event, copied, refused: [], runs };
  };
}

/** Repository and ref of each `uses` that the tree stands for. */
function ownReferences(chosen: readonly Workflow[], { own }: Sources, lookup: Lookup): ReadonlySet<string> {
  const uses = chosen.flatMap((workflow) => referencesOf(workflow, lookup).uses);
  return new Set(uses.filter((each) => isOwn(own, each)).map(repositoryAt));
}

/** What filters on paths looked at. */
function changesIn({ trigger: { paths } }: Occurrence): string {
  if (paths === undefined) return '';
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return ` What changed: ${paths.slice(0, 5).join(', ') || 'nothing'}${more}.`;
}

/** A dispatch is of one workflow, and its inputs are that workflow's. */
function refusalsOf({ name, inputs }: Event, chosen: readonly Workflow[]): Problem[] {
  const [workflow, ...others] = chosen;
  if (name !== 'workflow_dispatch' || workflow === undefined)
    return Object.keys(inputs).map((input) => ({
      where: name,
      message: `--input ${input} is for workflow_dispatch, and not for ${name}.`,
    }));
  if (others.length > 0)
    return [
      {
        where: '.github/workflows',
        message: `One workflow is dispatched at a time, and ${chosen.length} can be: choose one with --workflow ${path.basename(workflow.path)}.`,
      },
    ];
  return dispatchInputs(workflow, inputs).refusals.map((message) => ({ where: workflow.path, message }));
}

/** Copies the repository, and lets the event happen to it. */
async function prepare(
  event: Event,
  place: string,
  { folder, setup, hears }: SessionOptions,
  { state, github, server }: Started,
): Promise<{ readonly copied: Copied; readonly occurrence: Occurrence | Impossible }> {
  await mkdir(place);
  const branch = await branchOf(folder);
  const bundle = state.bundleOf(`refs/heads/${branch}`);
  const copied = await copyRepository(folder, path.join(place, 'repository'), {
    ...(event.again && { sha: event.again.sha }),
    ...(event.tag !== undefined && { tag: event.tag }),
    ...(existsSync(bundle) && { earlier: bundle }),
  });
  hears.fact('code', copied.remark);
  github.setCodeScanning({ defaultBranch: copied.defaultBranch });
  await server.show(copied.folder);
  const occurrence = await occurrenceOf(event, copied, state.pushesOf(copied.ref), setup);
  if ('pull' in occurrence && occurrence.pull) github.setPull(occurrence.pull);
  if (!('impossible' in occurrence) && occurrence.push && !event.again) {
    state.notePush(copied.ref, occurrence.push);
    await keepMadeCommit(copied, state.bundleOf(copied.ref));
    await state.save(github.copy());
  }
  return { copied, occurrence };
}
