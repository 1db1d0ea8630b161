import { join } from 'node:path';
import {
  accessKeyOf,
  type BundleStep,
  type EndedBundle,
  runBundle,
  type Stage,
  type SteppedStep,
  stageOn,
  startStep,
} from '@actions-aws/testing';
import { type EcsWorld, type EcsWorldOptions, ecsWorld, type Version } from '@actions-aws/testing/ecs';

const action = join(import.meta.dirname, '..', '..');

/** A service on the local cloud, and deployments run against it: in this process where its clock stands still. */
export interface World extends EcsWorld {
  /** `undefined` where its clock runs. */
  readonly stage: Stage | undefined;
  /** Runs a deployment to its end. */
  deployBy(deploys: Deploys): Promise<EndedBundle>;
  /** Begins one, where the clock stands still. */
  start(deploys: Deploys): Promise<SteppedStep>;
  /** Lets one that was begun go on until something holds. */
  goOnUntil(step: SteppedStep, holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Takes all back to the snapshot `live`: what runs is killed, faults and journal are cleared. */
  reset(): Promise<void>;
  /** How many calls of an operation, by deployments, have had their effect. */
  calls(operation: string): Promise<number>;
}

/** What a deployment is given. */
export interface Deploys {
  /** The image that it brings; v1 unless given. */
  readonly version?: Version;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The number of its run; 57 unless given. */
  readonly run?: number;
  readonly attempt?: number;
  /** The file of its workflow: runs of different ones have no order. */
  readonly workflow?: string;
  /** Its name among those that run at once. */
  readonly name?: string;
}

/** Starts such a world; its clock stands still unless it is said otherwise. */
export async function world(options: EcsWorldOptions = {}): Promise<World> {
  const made = await ecsWorld({ scale: 0, ...options });
  const { scale } = made.cloud.clock;
  const stage = scale === 0 ? await stageOn(made.cloud) : undefined;
  const { control } = made.cloud;
  const stepped = () => {
    if (!stage) throw new Error('A deployment runs in this process only where the clock stands still.');
    return stage;
  };
  const start = async (deploys: Deploys) =>
    startStep(stepped(), stepOf(made, deploys), { name: deploys.name ?? 'step' });
  return {
    ...made,
    stage,
    start,
    goOnUntil: (step, holds) => stepped().until(step, holds),
    async reset() {
      await stage?.clear();
      await control.restore('live');
      await control.clearFaults();
      await control.clearJournal();
    },
    async calls(operation) {
      const own = (await control.journal()).filter(isOfStage);
      return own.filter((call) => call.operation === operation && call.effectAt !== undefined).length;
    },
    async deployBy(deploys) {
      if (!stage) return runBundle(stepOf(made, deploys));
      const running = await start(deploys);
      await stage.finish();
      return running.ended;
    },
  };
}

/** What a deployment on the stage has called; the world itself calls as another. */
export function isOfStage({ accessKeyId }: { readonly accessKeyId: string }): boolean {
  return accessKeyId.startsWith(accessKeyOf(''));
}

/** The errors that a deployment told. */
export function errorsOf({ annotations }: EndedBundle): string {
  return annotations.flatMap(({ level, message }) => (level === 'error' ? [message] : [])).join('\n');
}

/** The kinds of the steps that it took, in order. */
export function stepsOf({ outputs }: EndedBundle): readonly string[] {
  return (JSON.parse(outputs.report ?? '{}') as { steps: { do: string }[] }).steps.map((step) => step.do);
}

/** A deployment as a workflow would have it. */
export function stepOf(
  world: EcsWorld,
  { version = 'v1', inputs = {}, run = 57, attempt = 1, workflow = 'deploy' }: Deploys,
): BundleStep {
  const { cloud, cluster, service, images, urls, balancer } = world;
  const isRunning = cloud.clock.scale !== 0;
  const isRolling = world.configuration.strategy === 'ROLLING';
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    // A deployment takes two minutes of the local clock, which runs twice as fast as the machine's where signals are sent.
    killAfter: 240_000,
    inputs: {
      service,
      cluster,
      images: `app: ${images[version].uri}`,
      smoke: isRolling ? 'none' : 'GET /version',
      ...(isRolling && balancer && { verify: 'GET /version', url: urls?.production ?? '' }),
      ...(isRunning && urls && { 'test-url': urls.test, url: urls.production }),
      ...inputs,
    },
    env: {
      GITHUB_RUN_ID: `${1000 + run}`,
      GITHUB_RUN_NUMBER: `${run}`,
      GITHUB_RUN_ATTEMPT: `${attempt}`,
      GITHUB_WORKFLOW_REF: `octo/shop/.github/workflows/${workflow}.yml@refs/heads/main`,
    },
  };
}
