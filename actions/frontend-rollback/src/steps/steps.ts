import { withinDeadline } from '@actions-aws/promotion';
import { backTo, type Clash, carryInto, isSameMove, type Manifest, noteBack, watchServed } from '@actions-aws/site';
import { ACTION, settled } from '../plan/plan.ts';
import type { Desired, Observed, Step } from '../plan/state.ts';
import type { Ports, RollbackContext } from '../ports.ts';
import { overtaken } from '../report/words.ts';

/** What the steps of one rollback act with. */
export interface Stage {
  readonly desired: Desired;
  readonly context: RollbackContext;
  /** Collects what a person should know, as sentences. */
  readonly notes: string[];
  /** Collects hashed names that stand for two contents. */
  readonly clashes: Clash[];
}

/** Applies one step, and returns what is observed after it. */
export function apply(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  switch (step.do) {
    case 'note':
      return note(observed, stage);
    case 'move':
      return move(step.to, observed, stage);
    case 'carry-first':
      return carryFirst(observed, stage);
    case 'carry':
      return carry(observed, stage);
    case 'carry-late':
      return carryLate(step, observed, stage);
    case 'spread':
      return spread(observed, stage);
    case 'await-served':
      return awaitServed(step.release, observed, stage);
  }
}

async function note(observed: Observed, { desired, context, notes }: Stage): Promise<Observed> {
  const { ports, clock, signal, log } = context;
  const { pointer: current, target } = observed;
  const content = contentOf(observed, target?.id ?? '', desired, clock.now());
  const said = await noteBack({ site: desired.app, current, content }, { ports, clock, signal });
  if (said !== '') {
    notes.push(said);
    log.warning(said, { title: 'The history of the site' });
  }
  return { ...observed, isNoted: true };
}

async function move(to: string, observed: Observed, { desired, context }: Stage): Promise<Observed> {
  const { ports, clock, signal } = context;
  const content = contentOf(observed, to, desired, clock.now());
  const swap = await ports.app.point(observed.pointer, content, signal);
  // A store may show late what an earlier attempt of this run wrote: then the write that won is our own.
  const isOurs = swap.won || settled(swap.pointer, desired) === 'rolled-back';
  // A newer run has noted there that it found the release: what this run takes back is live still.
  if (isOurs || isSameMove(swap.pointer, observed.pointer)) return { ...observed, pointer: swap.pointer };
  return { ...observed, pointer: swap.pointer, failure: overtaken(swap.pointer, desired) };
}

/** How long copies may keep users from the way back, in milliseconds: little beside the minutes that edges take then. */
const FIRST_MS = 20_000;

/** Copies what open tabs need before edges follow; what does not go soon is copied after the move, and no reason to stop. */
async function carryFirst(observed: Observed, { clashes, context }: Stage): Promise<Observed> {
  const { clock, log } = context;
  const { target, undone } = bothOf(observed);
  const until = clock.now() + FIRST_MS;
  const budget = { deadline: Math.min(until, context.budget.deadline) };
  try {
    const carried = await withinDeadline({ ...context, budget }, 'users cannot wait for copies', (signal) => {
      const { releases } = context.ports.under({ waitsOut: 'outages', until, signal, tell: log.info });
      return carryBothWays(target, undone, releases, signal);
    });
    // What is lost is told by the next attempt, which finds the same.
    if (carried.lost > 0) return { ...observed, isCarriedFirst: true };
    clashes.push(...carried.clashes);
    return { ...observed, isCarriedFirst: true, isCarried: true };
  } catch (error) {
    context.signal.throwIfAborted();
    log.info(`Files for open tabs are copied once users are back. ${(error as Error).message}`);
    return { ...observed, isCarriedFirst: true };
  }
}

/** Tabs that were opened on what is taken back go on working; that they do not is no reason to stop. */
async function carry(observed: Observed, stage: Stage): Promise<Observed> {
  const { clashes, context } = stage;
  const { ports, signal } = context;
  const { target, undone } = bothOf(observed);
  let said = '';
  try {
    const carried = await carryBothWays(target, undone, ports.releases, signal);
    clashes.push(...carried.clashes);
    const { files, lost } = carried;
    if (lost > 0)
      said = `${lost} of ${files} hashed files could not be carried between the releases ${undone.id} and ${target.id}.`;
  } catch (error) {
    signal.throwIfAborted();
    said = `Hashed files could not be carried between the releases ${undone.id} and ${target.id}. ${(error as Error).message}`;
  }
  if (said !== '') told(`${said} Tabs that were opened on ${undone.id} miss them.`, stage);
  return { ...observed, isCarried: true };
}

/** Tabs of what is taken back ask edges that have followed, and new pages ask edges that have not. */
async function carryBothWays(target: Manifest, undone: Manifest, releases: Ports['releases'], signal: AbortSignal) {
  const there = await carryInto(target, undone, releases, signal, 'all');
  const back = await carryInto(undone, target, releases, signal);
  return { clashes: there.clashes, files: there.files + back.files, lost: there.lost + back.lost };
}

function bothOf({ target, undone }: Observed) {
  if (!target || !undone) throw new Error('A plan carries files of a release without a manifest. This is a bug.');
  return { target, undone };
}

function told(said: string, { notes, context: { log } }: Stage): void {
  notes.push(said);
  log.warning(said, { title: 'Open tabs' });
}

/** How long tabs may keep a run that has nothing else to do, in milliseconds. */
const LATE_MS = 300_000;
/** Before the time is up: a request that is never answered takes 20 s. */
const LEFT_MS = 30_000;

/** The same once users are safe, where a manifest could not be read soon: what is missing of it is no reason to be red. */
async function carryLate(
  { from, into }: Extract<Step, { readonly do: 'carry-late' }>,
  observed: Observed,
  stage: Stage,
): Promise<Observed> {
  const { context } = stage;
  const { clock, signal, budget, log } = context;
  const until = Math.min(clock.now() + LATE_MS, budget.deadline - LEFT_MS);
  const ports = context.ports.under({ waitsOut: 'outages', until, signal, tell: log.info });
  try {
    const [undone, target] = await Promise.all([ports.releases.read(from), ports.releases.read(into)]);
    const read = { ...observed, undone, target };
    return undone && target
      ? await carry(read, { ...stage, context: { ...context, ports } })
      : { ...read, isCarried: true };
  } catch (error) {
    signal.throwIfAborted();
    const why = (error as Error).message;
    told(`Manifests could not be read. ${why} Tabs that were opened on ${from} may miss files in ${into}.`, stage);
    return { ...observed, isCarried: true };
  }
}

async function spread(observed: Observed, { context: { ports, signal } }: Stage): Promise<Observed> {
  // The signal aborts when the time is up, and says so.
  await ports.app.spread(observed.pointer, { deadline: Number.POSITIVE_INFINITY, signal });
  return { ...observed, pointer: { ...observed.pointer, deployed: true }, isSpread: true };
}

async function awaitServed(release: string, observed: Observed, { desired, context }: Stage): Promise<Observed> {
  const { ports, clock, signal } = context;
  const address = { url: observed.url, headers: {}, distribution: desired.app };
  const { wrong } = await watchServed(address, release, {
    exchange: ports.exchange,
    clock,
    signal,
    settleMs: desired.settleMs,
  });
  const pointer = await ports.app.describe();
  // Another release may be there since another run moved the pointer.
  if (pointer.release !== release) return { ...observed, pointer, failure: overtaken(pointer, desired) };
  // Another run may have moved it on and here again: what this run did its own write tells, and not the mark that stands there now.
  if (wrong === '') return { ...observed, isServed: true };
  const hint =
    'Look whether the address leads to this distribution, and whether something in front of it keeps answers.';
  return { ...observed, failure: { code: 'not-served', message: wrong, hint } };
}

function contentOf({ pointer }: Pick<Observed, 'pointer'>, to: string, { owner }: Desired, at: number) {
  return backTo(pointer, to, { action: ACTION, owner, at });
}
