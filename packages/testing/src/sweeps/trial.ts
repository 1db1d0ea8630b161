import { isDeepStrictEqual } from 'node:util';
import type { JournalEntry, LocalAws } from '@actions-aws/local-aws';
import { type BundleStep, type EndedBundle, STEP_ACCESS_KEY } from '../bundle/bundle.ts';
import { type Domain, recurring } from './domain.ts';
import { type Sampled, type Sampling, sampleOf, scopeOf } from './sample.ts';
import type { Users } from './users.ts';

/** A local cloud with what was there before the action came; a test's own world holds more. */
export interface World {
  readonly cloud: LocalAws;
  stop(): Promise<void>;
}

/**
 * One run of an action that is proved against crashes and faults: what it starts from, what the workflow gives it,
 * and how to see where it ended. The loops run it once undisturbed, and hold every other run against that.
 */
export interface Trial<W extends World> {
  /** What the run does, such as `a promotion`. */
  readonly name: string;
  readonly domain: Domain;
  /**
   * Makes the world. It is called a few times; after each run the world is put back to how it was made. Its clock runs `scale`
   * times faster than the machine's, for a run by the bundle; where that is 0 it stands still, for a run in this process.
   */
  world(scale: number): Promise<W>;
  /** What the workflow gives; a run by the bundle follows the clock of the cloud that it names. */
  step(world: W): BundleStep;
  /** All that AWS holds and that must be the same however the run was disturbed: no times, revisions and nonces. */
  settled(world: W): Promise<unknown>;
  /** What users reach: the pointer's value; `undefined` while there is none. */
  pointer(world: W): Promise<string | undefined>;
  /**
   * Of a service that ends by itself what no run ends: lets the time pass that it takes, and says what is wrong then. For the aftermath
   * `alone` of a crash.
   */
  leftAlone?(world: W): Promise<readonly string[]>;
  /** Lets users in; they stay through crash, rollback and second run. */
  users?(world: W): Users;
  /** Which way the action moves the pointer: for a rollback `rolled-back` is the green end. */
  readonly purpose: 'promote' | 'rollback';
}

/** How the undisturbed run went. */
export interface Undisturbed {
  /** The action's own requests. */
  readonly calls: readonly JournalEntry[];
  readonly ended: EndedBundle;
  readonly pointer: { readonly before: string | undefined; readonly after: string | undefined };
  readonly settled: unknown;
}

/** How the steps of a trial are run: as processes, or in this one. */
export interface Runs {
  /** Whose calls are the step's. */
  readonly accessKeyId: string;
  /** Runs a step to its end, with users there. */
  run(step: BundleStep, users: Users): Promise<EndedBundle>;
  /** What AWS holds once all is done. */
  settled(): Promise<unknown>;
}

/** What a loop found. */
export interface Sweep {
  /** How many disturbed runs there were. */
  readonly tried: number;
  /** How many there are: as many, unless a sample was tried. */
  readonly of: number;
  /** A sentence for each thing that went wrong; a test expects none. */
  readonly failures: readonly string[];
  /** Of the machine's time. */
  readonly seconds: number;
}

/**
 * The cases that are tried, and what a failure of a sample begins with: the seed that draws the same cases again.
 *
 * @param runner how the runs are made, in a word: the two runners draw different cases.
 */
export function drawn<W extends World, Case>(
  trial: Trial<W>,
  runner: string,
  all: readonly Case[],
  loop: Sampling & Pick<Sampled<Case>, 'name' | 'kinds'>,
): { readonly cases: readonly Case[]; told(one: Case, sentence: string): string } {
  if (all.length === 0) throw new Error(`there is nothing to try of ${trial.name}: no case was left`);
  const scope = scopeOf();
  const cases = sampleOf(all, { ...loop, of: `${trial.name} ${runner}` }, scope);
  const seed = cases.length < all.length ? ` (SWEEP_SEED=${scope.seed})` : '';
  return { cases, told: (one, sentence) => `${loop.name(one)}: ${sentence}${seed}` };
}

/** Lets users in while the work goes on, and adds what they complain of to what it found wrong. */
export async function withUsers<W extends World>(
  trial: Trial<W>,
  world: W,
  work: (users: Users) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { found, complaints } = await amongUsers(trial, world, work);
  return [...found, ...complaints];
}

/** The same for work that finds something else. Users leave also when it throws: who stays keeps everything alive. */
export async function amongUsers<W extends World, Found>(
  trial: Trial<W>,
  world: W,
  work: (users: Users) => Promise<Found>,
): Promise<{ readonly found: Found; readonly complaints: readonly string[] }> {
  const users = trial.users?.(world) ?? NO_USERS;
  let complaints: readonly string[] = [];
  let found: Found;
  try {
    found = await work(users);
  } finally {
    complaints = await users.leave();
  }
  return { found, complaints };
}

const NO_USERS: Users = { async visit() {}, leave: async () => [] };

/** What is wrong with a run that was killed and never run again. */
export async function wrongLeftAlone<W extends World>(trial: Trial<W>, world: W): Promise<readonly string[]> {
  if (!trial.leftAlone) throw new Error(`${trial.name} does not say what comes of it where it is left alone`);
  return trial.leftAlone(world);
}

/** What is wrong where a case could not even be tried to its end: all that tells where. */
export function thrown(error: unknown): readonly string[] {
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

/** Whether two states are the same; else how they differ. */
export function difference(found: unknown, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(found, expected)) return [];
  return [`ended in another state: ${differing(found, expected).join('; ')}`];
}

/** The action's own requests, in order. */
export async function callsIn(world: World): Promise<readonly JournalEntry[]> {
  return (await world.cloud.control.journal()).filter(({ accessKeyId }) => accessKeyId === STEP_ACCESS_KEY);
}

/**
 * Runs the step as nothing disturbs it.
 *
 * @throws when it has no outcome, or users complain of it: then there is nothing to compare with.
 */
export async function runUndisturbed<W extends World>(trial: Trial<W>, world: W, how: Runs): Promise<Undisturbed> {
  const before = await trial.pointer(world);
  await world.cloud.control.clearJournal();
  const { found: ended, complaints } = await amongUsers(trial, world, (users) => how.run(trial.step(world), users));
  const journal = await world.cloud.control.journal();
  const calls = recurring(
    trial.domain,
    journal.filter(({ accessKeyId }) => accessKeyId === how.accessKeyId),
  );
  if (complaints.length > 0) throw new Error(`users complained of the undisturbed run: ${complaints.join('; ')}`);
  if (!ended.outputs.outcome) throw new Error(`the undisturbed run has no outcome:\n${ended.stdout}${ended.stderr}`);
  const pointer = { before, after: await trial.pointer(world) };
  return { calls, ended, pointer, settled: await how.settled() };
}

function differing(found: unknown, expected: unknown, path = ''): readonly string[] {
  if (isDeepStrictEqual(found, expected)) return [];
  if (!isRecord(found) || !isRecord(expected)) {
    return [`${path || 'all'} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
  }
  const keys = [...new Set([...Object.keys(found), ...Object.keys(expected)])];
  return keys.flatMap((key) => differing(found[key], expected[key], path ? `${path}.${key}` : key));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
