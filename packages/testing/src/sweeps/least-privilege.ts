import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Policy, Statement } from '@actions-aws/local-aws';
import { type BundleStep, type EndedBundle, runBundle } from '../bundle/bundle.ts';
import { accessKeyOf, stageOn } from '../simulation/stage.ts';
import { startStep } from '../simulation/step.ts';
import { difference, type Sweep, type World } from './trial.ts';

/** A run that needs some part of the policy. */
export interface Errand<W extends World> {
  readonly name: string;
  /** Where it runs; on a clock of another scale than the errand's own where one is asked for, and where that is 0 it stands still. */
  world(scale?: number): Promise<W>;
  step(world: W): BundleStep;
  /** The lesser policies are tried in this process, on a world whose clock stands still: a fraction of a process's time. */
  readonly inSteps?: boolean;
  /**
   * What the run tells: with the whole policy it must be `expected`, and without an action that the run needs it must be
   * something else. What goes on without a permission has to say so, or it would not be missed.
   */
  told(ended: EndedBundle): unknown;
  readonly expected: unknown;
}

/** A policy with one thing taken out. */
interface Lesser {
  readonly without: string;
  /** The actions that are allowed less: what needs none of them cannot miss it. */
  readonly actions: readonly string[];
  readonly policy: Policy;
}

/** An errand's world, and how its step runs there under a policy. */
interface Place<W extends World> {
  readonly world: W;
  run(policy: Policy): Promise<EndedBundle>;
}

/**
 * Reads the policy from a README, runs the bundle on every errand with exactly that enforced, and expects each to tell what it should;
 * then takes out one action, or one resource of a statement, at a time, and expects some errand to miss it.
 */
export async function leastPrivilege<W extends World>(proof: {
  /** Path of the README; its policy stands in the JSON block under the heading "IAM policy". Or that policy, made for the world of an errand. */
  readonly policyFrom: string | ((world: W) => Policy);
  readonly errands: readonly Errand<W>[];
}): Promise<Sweep> {
  const started = performance.now();
  const { policyFrom } = proof;
  const policyOf = typeof policyFrom === 'string' ? constant(policyIn(await readFile(policyFrom, 'utf8'))) : policyFrom;
  let lessers: readonly Lesser[] = [];
  const missed = new Set<string>();
  const failures: string[] = [];
  let tried = 0;
  for (const errand of proof.errands) {
    const places: Place<W>[] = [];
    const isWhole = async (place: Place<W>, policy: Policy, how: string): Promise<boolean> => {
      places.push(place);
      tried += 1;
      const ended = await place.run(policy);
      const wrong = difference(errand.told(ended), errand.expected);
      failures.push(...wrong.map((one) => `${errand.name}, with the whole policy${how}: ${one}\n${ended.stdout}`));
      return wrong.length === 0;
    };
    try {
      const first = await bundled(errand);
      const policy = policyOf(first.world);
      lessers = lesserPolicies(policy);
      if (!(await isWhole(first, policy, ''))) continue;
      const used = await actionsUsed(first.world);
      // One errand that misses it is enough.
      const waiting = lessers.filter(
        ({ without, actions }) => !missed.has(without) && actions.some((one) => used.has(one)),
      );
      const work = async (place: Place<W>) => {
        for (let lesser = waiting.shift(); lesser; lesser = waiting.shift()) {
          tried += 1;
          const told = errand.told(await place.run(lesser.policy));
          if (!isDeepStrictEqual(told, errand.expected)) missed.add(lesser.without);
        }
      };
      if (errand.inSteps) {
        if (waiting.length === 0) continue;
        const here = await stepped(errand);
        if (await isWhole(here, policy, ', in this process')) await work(here);
        continue;
      }
      // Making a world takes as long as some of the runs do.
      if (waiting.length > 8) places.push(await bundled(errand));
      await Promise.all(places.map(work));
    } finally {
      for (const { world } of places) await world.stop();
    }
  }
  if (failures.length === 0) {
    const idle = lessers.filter(({ without }) => !missed.has(without));
    failures.push(...idle.map(({ without }) => `nothing misses ${without}: it is not needed, or no errand needs it`));
  }
  return { tried, of: tried, failures, seconds: (performance.now() - started) / 1000 };
}

function constant(policy: Policy): () => Policy {
  return () => policy;
}

/** The policy in a README: the first JSON block under the heading "IAM policy". */
export function policyIn(readme: string): Policy {
  const section = /^## IAM policy$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readme)?.[1];
  const block = /^```json\n([\s\S]*?)^```$/m.exec(section ?? '')?.[1];
  if (block === undefined) throw new Error('the README has no JSON block under the heading "## IAM policy"');
  return JSON.parse(block) as Policy;
}

/**
 * The policy of a README with what it says "Under a key value store": a statement there takes the place of the one that has its name.
 */
export function storePolicyIn(readme: string): Policy {
  const block = /^\*\*Under a key value store\*\*[\s\S]*?^```json\n([\s\S]*?)^```$/m.exec(readme)?.[1];
  if (block === undefined) throw new Error('the README does not say what the role needs "**Under a key value store**"');
  const own = JSON.parse(block) as readonly Statement[];
  const policy = policyIn(readme);
  const kept = list(policy.Statement).filter(({ Sid }) => !own.some((one) => one.Sid === Sid));
  return { ...policy, Statement: [...kept, ...own] };
}

/** The bundle as a process. */
async function bundled<W extends World>(errand: Errand<W>): Promise<Place<W>> {
  const world = await errand.world();
  await world.cloud.control.snapshot('before');
  return {
    world,
    async run(policy) {
      await beforeRun(world, LEAST, policy);
      const wanted = errand.step(world);
      return runBundle({ ...wanted, env: { ...wanted.env, AWS_ACCESS_KEY_ID: LEAST } });
    },
  };
}

/** The action in this process. */
async function stepped<W extends World>(errand: Errand<W>): Promise<Place<W>> {
  const world = await errand.world(0);
  await world.cloud.control.snapshot('before');
  const stage = await stageOn(world.cloud);
  const name = 'least';
  return {
    world,
    async run(policy) {
      await stage.clear();
      await beforeRun(world, accessKeyOf(name), policy);
      const { ended } = await startStep(stage, errand.step(world), { name });
      await stage.finish();
      return ended;
    },
  };
}

async function beforeRun({ cloud: { control } }: World, accessKeyId: string, policy: Policy): Promise<void> {
  await control.restore('before');
  await control.registerCredential({ accessKeyId, policy });
}

/** Every IAM action that AWS checked since the world was restored. */
async function actionsUsed({ cloud }: World): Promise<ReadonlySet<string>> {
  const journal = await cloud.control.journal();
  return new Set(
    journal.filter(({ accessKeyId }) => accessKeyId === LEAST).flatMap(({ iam }) => iam.map(({ action }) => action)),
  );
}

const LEAST = 'AKIALEAST';

const NOTHING: Statement = { Effect: 'Deny', Action: '*', Resource: '*' };

function lesserPolicies(policy: Policy): readonly Lesser[] {
  const statements = list(policy.Statement);
  return statements.flatMap((statement, index) => {
    const named = statement.Sid ?? `statement ${index + 1}`;
    const replaced = (by: readonly Statement[]) => {
      const left = statements.toSpliced(index, 1, ...by);
      return { ...policy, Statement: left.length > 0 ? left : [NOTHING] };
    };
    return (['Action', 'Resource'] as const).flatMap((key) => {
      const all = list(statement[key]);
      return all.map((one) => {
        const rest = all.filter((other) => other !== one);
        return {
          without: `${one} of ${named}`,
          actions: key === 'Action' ? [one] : list(statement.Action),
          policy: replaced(rest.length > 0 ? [{ ...statement, [key]: rest }] : []),
        };
      });
    });
  });
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
