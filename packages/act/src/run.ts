import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { askingJobs, type LocalGitHub, type Run } from '@actions-aws/local-github';
import { type ActLine, runAct } from './act-process.ts';
import { signIn, unmappedJobs } from './after.ts';
import { actArguments, actEnvironment } from './call.ts';
import type { EndedRun } from './ended.ts';
import { githubContext, stepEnvironment } from './environment.ts';
import type { Event } from './event/event.ts';
import { dispatchInputs } from './event/inputs.ts';
import type { Occurrence } from './event/occurrence.ts';
import type { Json, Lookup } from './github-language.ts';
import { judge } from './oracle.ts';
import type { Problem } from './problems.ts';
import { emptyRecord, type Recorded, shownName, type Taken, take } from './record.ts';
import { isOwn, parsed, referencesOf, repositoryAt } from './references.ts';
import type { Copied } from './repository.ts';
import { placePrograms, placeStandIn } from './stand-ins.ts';
import type { SessionOptions, Started } from './started.ts';
import { asInFork, tokensOf } from './tokens.ts';
import type { Workflow } from './workflows.ts';

/** What the runs of one event have in common. */
export interface Occasion {
  readonly event: Event;
  readonly occurrence: Occurrence;
  readonly copied: Copied;
  readonly place: string;
  readonly lookup: Lookup;
  /** Folders of stand-ins, by owner and name of the action, and what is below it. */
  readonly available: ReadonlyMap<string, string>;
}

/** Runs one workflow by act, and judges what came of it. */
export async function runWorkflow(
  workflow: Workflow,
  occasion: Occasion,
  options: SessionOptions,
  started: Started,
): Promise<EndedRun> {
  const { event, occurrence, copied, lookup } = occasion;
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
    ref: occurrence.ref,
    sha: occurrence.sha,
    actor: event.actor,
    created: again?.created ?? cloud.clock.now(),
    started: cloud.clock.now(),
    updated: cloud.clock.now(),
    status: 'in_progress',
  };
  const isForeign = event.fork !== undefined;
  const asking = askingJobs(workflow.text, lookup);
  const jobs = isForeign ? asking.map(asInFork) : asking;
  const bearer = github.setRun(began, jobs);
  const tokens = tokensOf(jobs, github, started.server);
  for (const token of [tokens.shared, ...Object.values(tokens.byJob)]) hidden.add(token);
  hears.begins(began);
  const home = path.join(occasion.place, `run-${id}-${began.attempt}`);
  for (const folder of ['home', 'artifacts', 'cache']) await mkdir(path.join(home, folder), { recursive: true });
  const payload = occurrence.payload(workflow);
  const eventFile = path.join(home, 'event.json');
  await writeFile(eventFile, JSON.stringify(payload));
  const variables = { ...setup.variables, ...Object.fromEntries([...started.addresses, ...started.distributions]) };
  const record = emptyRecord();
  const signs = new Set<string>();
  const onLine = (line: ActLine, at: number) => {
    if (line.command === 'add-mask') hidden.add(line.arg ?? '');
    const shown = hidden.hideIn(line);
    const sign = signIn(shown);
    if (sign !== undefined) signs.add(`${(shown.job ?? '').trim()}: ${sign}`);
    const taken = take(record, shown, at);
    noteJob(taken, record, began, github);
    hears.line(taken, shown);
  };
  const places = {
    repository: copied.folder,
    cache: path.join(home, 'cache'),
    home: path.join(home, 'home'),
    eventFile,
    local: await localFolders(workflow, occasion, home, options, started),
  };
  const programs = await placePrograms(options.standInsFolder, setup.programs, {
    into: path.join(home, 'programs'),
    node: path.join(options.nodeFolder, 'node'),
  });
  const { code, stderr } = await runAct({
    program: options.program,
    args: actArguments(workflow.path, event, places, {
      env: await stepEnvironment(began, { home, bearer, tokens }, options, started),
      variables,
      secrets: { ...(isForeign ? {} : setup.secrets), GITHUB_TOKEN: tokens.shared },
      defaultBranch: copied.defaultBranch,
    }),
    env: actEnvironment(process.env, { programs, nodeFolder: options.nodeFolder, home: places.home }),
    cwd: home,
    onLine,
    signal: options.signal,
  });
  options.signal.throwIfAborted();
  const context = githubContext(began, payload, setup, occurrence, started);
  const scene = { github: context, vars: variables, inputs: inputsFor(event, workflow) };
  const { judged, problems: differences, tolerated } = await judge(workflow, record, scene, lookup);
  const problems: Problem[] = [
    ...[...signs].map((message) => ({ where: workflow.path, message })),
    ...unmappedJobs(workflow.path, record),
    ...differences,
  ];
  const red = record.jobs.filter(({ conclusion }) => conclusion === 'failure');
  const failed = red.filter((job) => !tolerated.includes(job));
  if (code !== 0 && red.length === 0)
    problems.push({ where: workflow.path, message: hidden.hide(`act ended with code ${code}: ${lastWords(stderr)}`) });
  if (code === 0 && record.jobs.length === 0) problems.push({ where: workflow.path, message: 'act started no job.' });
  const conclusion = failed.length === 0 && problems.length === 0 ? 'success' : 'failure';
  const run: Run = { ...began, status: 'completed', conclusion, updated: cloud.clock.now() };
  github.setRun(run, []);
  await state.save(github.copy());
  // What a later line masked may stand in an earlier one.
  return hidden.hideIn({ run, record, judged, problems });
}

/** Only a dispatch has some: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#inputs-context */
function inputsFor({ name, inputs }: Event, workflow: Workflow): { readonly [key: string]: Json } {
  return name === 'workflow_dispatch' ? dispatchInputs(workflow, inputs).values : {};
}

function lastWords(stderr: string): string {
  return stderr.trim().split('\n').slice(-3).join(' ') || 'it does not say why';
}

/** Tells the local GitHub of a job that begins or ends. */
function noteJob({ job }: Taken, record: Recorded, run: Run, github: LocalGitHub): void {
  if (!job) return;
  github.setJob({
    id: (run.id * 100 + run.attempt) * 1000 + record.jobs.indexOf(job),
    runId: run.id,
    attempt: run.attempt,
    name: shownName(job, [run.workflowName, path.basename(run.workflowPath)]),
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
  const local = new Map<string, string>();
  for (const uses of referencesOf(workflow, lookup).uses) {
    if (isOwn(options.own, uses)) local.set(repositoryAt(uses), options.tree);
    const { name, below } = parsed(uses);
    const standIn = available.get(path.posix.join(name, below));
    if (standIn === undefined) continue;
    const folders = {
      repository: copied.folder,
      name: options.setup.repository,
      artifacts: path.join(home, 'artifacts'),
      caches: state.caches,
    };
    // Of a repository with several actions act is told one folder, with the others below.
    const whole = path.join(place, 'stand-ins', repositoryAt(uses).replaceAll('/', '-'));
    await placeStandIn(options.standInsFolder, standIn, { uses, into: path.join(whole, below), folders });
    local.set(repositoryAt(uses), whole);
  }
  return local;
}
