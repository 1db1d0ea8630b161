import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Policy, Statement } from '@actions-aws/local-aws';
import { type BundleStep, type EndedBundle, runBundle } from '../bundle/bundle.ts';
import { difference, type Sweep, type World } from './trial.ts';

/** A run that needs some part of the policy. */
export interface Errand<W extends World> {
  readonly name: string;
  world(): Promise<W>;
  step(world: W): BundleStep;
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

/**
 * Reads the policy from a README, runs every errand with exactly that enforced, and expects each to tell what it should;
 * then takes out one action, or one resource of a statement, at a time, and expects some errand to miss it.
 */
export async function leastPrivilege<W extends World>(proof: {
  /** Path of the README; its policy stands in the JSON block under the heading "IAM policy". */
  readonly policyFrom: string;
  readonly errands: readonly Errand<W>[];
}): Promise<Sweep> {
  const started = performance.now();
  const policy = policyIn(await readFile(proof.policyFrom, 'utf8'));
  const lessers = lesserPolicies(policy);
  const missed = new Set<string>();
  const failures: string[] = [];
  let tried = 0;
  for (const errand of proof.errands) {
    // One errand that misses it is enough.
    const waiting = lessers.filter(({ without }) => !missed.has(without));
    const work = async (world: W) => {
      for (let lesser = waiting.shift(); lesser; lesser = waiting.shift()) {
        tried += 1;
        const { told } = await runWith(errand, world, lesser.policy);
        if (!isDeepStrictEqual(told, errand.expected)) missed.add(lesser.without);
      }
    };
    const first = await worldOf(errand);
    const worlds = [first];
    try {
      tried += 1;
      const whole = await runWith(errand, first, policy);
      const wrong = difference(whole.told, errand.expected);
      failures.push(...wrong.map((one) => `${errand.name}, with the whole policy: ${one}\n${whole.stdout}`));
      if (wrong.length > 0) continue;
      const used = await actionsUsed(first);
      for (const lesser of waiting.splice(0)) if (lesser.actions.some((one) => used.has(one))) waiting.push(lesser);
      // Making a world takes as long as some of the runs do.
      if (waiting.length > 8) worlds.push(await worldOf(errand));
      await Promise.all(worlds.map(work));
    } finally {
      for (const world of worlds) await world.stop();
    }
  }
  if (failures.length === 0) {
    const idle = lessers.filter(({ without }) => !missed.has(without));
    failures.push(...idle.map(({ without }) => `nothing misses ${without}: it is not needed, or no errand needs it`));
  }
  return { tried, of: tried, failures, seconds: (performance.now() - started) / 1000 };
}

/** The policy in a README: the first JSON block under the heading "IAM policy". */
export function policyIn(readme: string): Policy {
  const section = /^## IAM policy$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(readme)?.[1];
  const block = /^```json\n([\s\S]*?)^```$/m.exec(section ?? '')?.[1];
  if (block === undefined) throw new Error('the README has no JSON block under the heading "## IAM policy"');
  return JSON.parse(block) as Policy;
}

/** A world of an errand, to which each run goes back. */
async function worldOf<W extends World>(errand: Errand<W>): Promise<W> {
  const world = await errand.world();
  await world.cloud.control.snapshot('before');
  return world;
}

async function runWith<W extends World>({ step, told }: Errand<W>, world: W, policy: Policy) {
  const { control } = world.cloud;
  await control.restore('before');
  await control.registerCredential({ accessKeyId: LEAST, policy });
  const wanted = step(world);
  const ended = await runBundle({ ...wanted, env: { ...wanted.env, AWS_ACCESS_KEY_ID: LEAST } });
  return { told: told(ended), stdout: ended.stdout };
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
