import type { Waiting } from '@actions-aws/local-aws';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { EndedBundle } from '../bundle/bundle.ts';
import { isWrite } from '../sweeps/domain.ts';
import { isGreenOutcome } from '../sweeps/endings.ts';
import type { Finished, Move, Oracle, Race } from '../sweeps/races/race.ts';
import { difference } from '../sweeps/trial.ts';
import { lambdaDomain } from './domain.ts';
import { type LambdaView, lambdaView } from './view.ts';
import type { LambdaWorld } from './world.ts';

/** What a race over the alias `live` of functions is about. */
export interface LambdaRace {
  /** Every function that is deployed to. */
  readonly functions: readonly string[];
  /** The code that each brings, by its CodeSha256; nothing for a rollback. */
  readonly brings: Readonly<Record<string, string | undefined>>;
  /** How people call code, by its CodeSha256. */
  readonly names: Readonly<Record<string, string>>;
  /** Code that fails its checks wherever it is invoked: users must never meet it. */
  readonly broken?: readonly string[];
  /** Code that fails its checks behind the alias only: it is taken back. */
  readonly brokenBehindAlias?: readonly string[];
  /** Whether all may lose, as deployers may whose lists of functions overlap. */
  readonly mayAllLose?: boolean;
}

/** By function: where its alias leads, with code in place of the numbers of versions. */
type Pointers = Readonly<Record<string, Pointer>>;

interface Pointer {
  readonly code: string;
  readonly weights: unknown;
  readonly description: string;
  /** Where a step back would lead from there. */
  readonly back: string | undefined;
}

/** Code that users reached, or that was published, before the first began: by function. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;

interface Seen {
  readonly pointers: Pointers;
  readonly known: Known;
}

/**
 * What must be so during a schedule and after it:
 *
 * - the aliases are as if all who moved `live`, and did not take that back themselves, had run one after another, in the
 *   order of these writes: the same code, no weights, the same owner, and a step back would lead to the same code
 * - each of them ended as it would have then; or `superseded`, where another one came after it. If that was a rollback of
 *   its own write, it may be as if neither had been there
 * - every other one says why: `superseded`, only if another wrote something; `rejected`, only if its code is
 *   broken; `rolled-back`, only if it is broken behind the alias; `noop`, only if users had reached its code by then
 * - one wins, unless all found everything there already
 * - `live` never led, by any share, to broken code, or to code that was neither there nor invoked before
 */
export function lambdaOracle<W extends LambdaWorld>(
  about: LambdaRace,
): Pick<Race<W, Seen>, 'domain' | 'look' | 'oracle'> {
  const look = (world: W) => lookAt(world, about);
  const oracle: Race<W, Seen>['oracle'] = async (world, serially) => {
    const { known } = (await serially([])).seen;
    const users = watchUsers(world, about, known);
    return {
      saw: (move) => users.saw(move),
      async verdict(finished) {
        const wrong = [...users.wrong];
        const { movers, undone, restored } = writersOfUsers(finished);
        // First: to play serially puts the world back.
        const found = await look(world);
        const serial = await serially(movers);
        for (const [name, ended] of finished.endings) {
          wrong.push(...unlikeItsExitCode(name, ended, about));
          if (movers.includes(name)) {
            const expected = outcomeOf(serial.finished.endings.get(name));
            const wasPassed = outcomeOf(ended) === 'superseded' && name !== movers.at(-1);
            // A rollback that met a write while it could still undo it, and the deployer whose write that was.
            const isUndoing = undone.includes(name) && ['rolled-back', 'superseded'].includes(outcomeOf(ended));
            if (outcomeOf(ended) !== expected && !wasPassed && !isUndoing) {
              wrong.push(`${name} ended ${outcomeOf(ended)}, and in its turn it would have ended ${expected}`);
            }
          } else wrong.push(...untrueOf(name, outcomeOf(ended), finished, about, users.reached(name, finished), known));
        }
        const allNoop = [...finished.endings.values()].every((ended) => outcomeOf(ended) === 'noop');
        if (movers.length === 0 && !about.mayAllLose && !allNoop) wrong.push('none won');
        const asAfter = (pointers: Pointers) =>
          difference(withoutOwners(found.pointers, restored), withoutOwners(pointers, restored));
        const unlike = asAfter(serial.seen.pointers);
        // A deployer that was undone while it ran gives up the rest, too: then it is as if neither had been there.
        const others = movers.filter((name) => !undone.includes(name));
        const isUndone = undone.length > 0 && asAfter((await serially(others)).seen.pointers).length === 0;
        if (!isUndone) {
          wrong.push(...unlike.map((sentence) => `after ${movers.join(' and then ') || 'none'} it ${sentence}`));
        }
        const told = [...finished.endings].map(([name, ended]) => `${name} ${outcomeOf(ended)}`).join(', ');
        return wrong.map((sentence) => `${sentence} (${told})`);
      },
    };
  };
  return { domain: lambdaDomain, look, oracle };
}

/**
 * For `isConstant`: what no promotion and no rollback changes. How a function is reached besides its alias,
 * provisioned concurrency, and a version once it is published; unless versions are pruned.
 */
export function isConstantForLambda({ operation, resource }: Pick<Waiting, 'operation' | 'resource'>): boolean {
  return CONSTANT.includes(operation) || (operation === 'GetFunction' && named(resource).qualifier !== LATEST);
}

const LATEST = '$LATEST';
const ALIAS = 'live';
const CONSTANT = ['ListEventSourceMappings', 'ListFunctionUrlConfigs', 'GetPolicy', 'GetProvisionedConcurrencyConfig'];

/** Longer than it takes the quotas to fill again. */
const PAUSE_MS = 5_000;

interface AliasInput {
  readonly Name?: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

interface UsersView extends Pick<Oracle, 'saw'> {
  readonly wrong: readonly string[];
  /** Code that users had reached when a deployer made its last request. */
  reached(name: string, finished: Finished): ReadonlySet<string>;
}

function watchUsers(world: LambdaWorld, { names, broken = [] }: LambdaRace, known: Known): UsersView {
  const wrong: string[] = [];
  const invoked = new Set<string>();
  const reached = new Map<Move, string>();
  return {
    wrong,
    reached(name, { moves }) {
      const last = moves.findLastIndex((move) => move.name === name);
      return new Set(moves.slice(0, last + 1).flatMap((move) => reached.get(move) ?? []));
    },
    async saw(move) {
      const { name, entry } = move;
      if (!entry.effect) return;
      if (entry.operation === 'Invoke') {
        const { functionName, qualifier } = named(entry.resource);
        if (qualifier === ALIAS) return;
        invoked.add(`${functionName} ${await codeOf(world, functionName, qualifier)}`);
      }
      if (!isMoveOfUsers(move)) return;
      const { functionName } = named(entry.resource);
      const { FunctionVersion, RoutingConfig } = entry.input as AliasInput;
      for (const version of [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})]) {
        if (version === undefined) continue;
        const code = await codeOf(world, functionName, version);
        const called = `${names[code] ?? code} of ${functionName}`;
        if (version === FunctionVersion) reached.set(move, code);
        if (broken.includes(code)) wrong.push(`${name} showed users ${called}, which is broken`);
        if (!known.get(functionName)?.has(code) && !invoked.has(`${functionName} ${code}`)) {
          wrong.push(`${name} showed users ${called}, which had never been invoked`);
        }
      }
    },
  };
}

function untrueOf(
  name: string,
  outcome: string,
  { moves }: Finished,
  { brings, broken = [], brokenBehindAlias = [], names }: LambdaRace,
  reached: ReadonlySet<string>,
  known: Known,
): readonly string[] {
  const mine = brings[name];
  switch (outcome) {
    case 'superseded': {
      const others = moves.filter(
        (move) => move.name !== name && move.entry.effect && isWrite(lambdaDomain, move.entry),
      );
      return others.length > 0 ? [] : [`${name} ended superseded, but no other wrote anything`];
    }
    case 'rejected':
      return mine && broken.includes(mine) ? [] : [`${name} ended rejected, but what it brings is not broken`];
    case 'rolled-back':
      return mine && brokenBehindAlias.includes(mine) ? [] : [`${name} ended rolled-back, but its code works`];
    case 'noop': {
      const wasThere = !mine || reached.has(mine) || [...known.values()].some((codes) => codes.has(mine));
      return wasThere ? [] : [`${name} ended noop, but users had not reached ${names[mine] ?? mine}`];
    }
    default:
      return [`${name} left the alias where it was, and ended ${outcome || 'without an outcome'}`];
  }
}

function unlikeItsExitCode(name: string, ended: EndedBundle, { brings }: LambdaRace): readonly string[] {
  const isGreen = isGreenOutcome(outcomeOf(ended), brings[name] === undefined ? 'rollback' : 'promote');
  return isGreen === (ended.exitCode === 0) ? [] : [`${name} has exit code ${ended.exitCode}`];
}

/** Who wrote `live`, and what became of that. */
interface Writers {
  /** Who left it there on at least one function, by their first write. */
  readonly movers: readonly string[];
  /** Who gave up because a rollback undid its write right away, and those rollbacks. */
  readonly undone: readonly string[];
  /** Functions on which a write was taken back. */
  readonly restored: readonly string[];
}

function writersOfUsers({ moves, endings }: Finished): Writers {
  const kept = new Map<string, boolean>();
  const before = new Map<string, string>();
  const [undone, restored] = [new Set<string>(), new Set<string>()];
  for (const { name, entry } of moves.filter(isMoveOfUsers)) {
    const { functionName } = named(entry.resource);
    const { Description = '' } = entry.input as AliasInput;
    const isOwn = /^lambda-promote .*\bundid=/.test(Description);
    kept.set(`${name} ${functionName}`, !isOwn);
    const other = before.get(functionName);
    const undoes = Description.startsWith('lambda-rollback ') && outcomeOf(endings.get(other ?? '')) === 'superseded';
    if (other !== undefined && undoes) for (const one of [name, other]) undone.add(one);
    if (isOwn || undoes) restored.add(functionName);
    before.set(functionName, name);
  }
  const movers = [...kept].flatMap(([key, isKept]) => (isKept ? [key.split(' ')[0] ?? ''] : []));
  return { movers: [...new Set(movers)], undone: [...undone], restored: [...restored] };
}

/** A write that is taken back leaves word of that: the alias then says less than it did. */
function withoutOwners(pointers: Pointers, restored: readonly string[]): Pointers {
  return Object.fromEntries(
    Object.entries(pointers).map(([name, pointer]) => [
      name,
      restored.includes(name) ? { ...pointer, description: '' } : pointer,
    ]),
  );
}

function isMoveOfUsers({ entry }: Move): boolean {
  const isAlias = entry.operation === 'CreateAlias' || entry.operation === 'UpdateAlias';
  return isAlias && entry.effect && (entry.input as AliasInput).Name === ALIAS;
}

function outcomeOf(ended: EndedBundle | undefined): string {
  return ended?.outputs.outcome ?? '';
}

/** Function and qualifier in an ARN. */
function named(arn: string): { readonly functionName: string; readonly qualifier: string } {
  const [functionName = '', qualifier = LATEST] = arn.split(':').slice(6);
  return { functionName, qualifier };
}

/** By GetFunction, whose quota leaves room for people who look on. */
async function codeOf({ lambda }: LambdaWorld, FunctionName: string, version: string): Promise<string> {
  const asked = version === LATEST ? { FunctionName } : { FunctionName, Qualifier: version };
  return (await lambda.send(new GetFunctionCommand(asked))).Configuration?.CodeSha256 ?? '';
}

async function lookAt({ lambda, cloud }: LambdaWorld, { functions, names }: LambdaRace): Promise<Seen> {
  const pointers: Record<string, Pointer> = {};
  const known = new Map<string, ReadonlySet<string>>();
  for (const functionName of functions) {
    await cloud.clock.advance(PAUSE_MS);
    const view = await lambdaView(lambda, functionName);
    const called = (version: string) => names[view.versions[version]?.code ?? ''] ?? version;
    const live = view.aliases[ALIAS];
    if (live) {
      const { version, weights, description } = live;
      const said = description.replace(
        /\b(to|from|earlier|undid)=([\d,]+)/g,
        (_, word, numbers: string) => `${word}=${numbers.split(',').map(called).join()}`,
      );
      const back = backFrom(view);
      pointers[functionName] = { code: called(version), weights, description: said, back: back && called(back) };
    }
    known.set(functionName, new Set(Object.values(view.versions).map(({ code }) => code)));
  }
  return { pointers, known };
}

/**
 * Where `lambda-rollback` would go, or, once it has, which version it would name as the next one back: to where the alias came from, else by what the previous alias says of what is live, else to
 * the previous alias, unless that leads to what was taken back.
 */
function backFrom({ aliases }: LambdaView): string | undefined {
  const [from] = historyIn(aliases[ALIAS]?.description);
  if (from !== undefined) return from;
  const { version = '', description = '' } = aliases[ALIAS] ?? {};
  const previous = aliases[`${ALIAS}-previous`];
  if (!previous) return undefined;
  const known = [previous.version, ...historyIn(previous.description)];
  if (known.includes(version)) return known[known.indexOf(version) + 1];
  return description.includes('undid=') && Number(previous.version) > Number(version) ? undefined : previous.version;
}

/** What was live before, by what an alias's description says. */
function historyIn(description = ''): readonly string[] {
  const found = (word: string) => new RegExp(`\\b${word}=([\\d,]+)`).exec(description)?.[1]?.split(',') ?? [];
  return [...found('from'), ...found('earlier')];
}
