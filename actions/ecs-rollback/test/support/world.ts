import './loaded.ts';
import { recordingLog } from '@actions-aws/action';
import {
  awsServices,
  awsTaskDefinitions,
  contentOf,
  type JsonObject,
  type OwnerMark,
  ownerTags,
  pausesOf,
  readOwner,
  revisionArn,
  revisionId,
  revisionIdIn,
  type ServiceDeployment,
} from '@actions-aws/ecs';
import type { Owner } from '@actions-aws/promotion';
import { accessKeyOf, type Means, stageOn } from '@actions-aws/testing';
import {
  type EcsWorld,
  type EcsWorldOptions,
  ecsWorld,
  taskDefinitionOf,
  type Version,
} from '@actions-aws/testing/ecs';
import { ECRClient } from '@aws-sdk/client-ecr';
import {
  ContinueServiceDeploymentCommand,
  ECSClient,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { ANY, type Desired } from '../../src/plan/state.ts';
import { portsOver } from '../../src/ports.ts';
import { outputValues } from '../../src/report/report.ts';
import { type Result, rollBack } from '../../src/roll-back.ts';

/** The local cloud with a service on which things were deployed, and rollbacks run against it in this process. */
export interface RollbackWorld extends EcsWorld {
  /** The revision that deployed a version last, by its id. */
  readonly revisions: Readonly<Partial<Record<Version, string>>>;
  /** Deploys a version, as ecs-deploy would unless told otherwise, and returns the id of its revision. */
  deployAs(version: Version, how?: Deploying): Promise<string>;
  /** Answers all pauses as a person would, until nothing is under way. */
  finish(): Promise<void>;
  /** What the service is and does, with revisions named by their versions: no times, ids and nonces. */
  standing(): Promise<SeenService>;
  /** The newest deployment by its ARN, with the id of each pause at which it waits. */
  paused(): Promise<readonly (readonly [deployment: string, hook: string])[]>;
  /** The same once nothing is under way any more: what no run answers ends by itself. */
  atRest(): Promise<Omit<SeenService, 'status' | 'pauses'>>;
  /** The version that the service was told to go to last, or back to; users follow. */
  askedFor(): Promise<string>;
  /** All deployments by their ARNs, the newest first. */
  deployments(): Promise<readonly string[]>;
  /** A task definition as AWS has it, with members that no SDK knows. */
  definition(arn: string): Promise<JsonObject>;
  rollBack(asked?: Asked): Promise<
    Result & {
      readonly outputs: ReturnType<typeof outputValues>;
      readonly log: string;
      readonly steps: readonly string[];
    }
  >;
}

/** How something is deployed. */
export interface Deploying {
  /** `false` for another hand, which writes no mark. */
  readonly mark?: Partial<OwnerMark> | false;
  /** Until it is over, or at its first pause, or right after the call. */
  readonly until?: 'over' | 'paused' | 'begun';
  /** Other members of UpdateService. */
  readonly fields?: Partial<UpdateServiceCommandInput>;
  /** Other members of the task definition. */
  readonly definition?: JsonObject;
  /** The image by its digest, as ecs-deploy has it; else by its tag. */
  readonly isPinned?: boolean;
}

/** What is seen of a service. */
export interface SeenService {
  /** The versions that answer users. */
  readonly versions: readonly string[];
  /** Of the newest deployment. */
  readonly status: string;
  /** What the newest deployment brings, by version and by whose mark. */
  readonly newest: string;
  /** What that took back, by its mark. */
  readonly undid: string;
  /** How many pauses wait. */
  readonly pauses: number;
}

/** What is done beside a rollback has this. */
export type Company = Means & { cancel(): void };

/** What a test asks for besides the usual. */
export interface Asked extends Partial<Omit<Desired, 'owner'>> {
  readonly owner?: Owner;
  readonly dryRun?: boolean;
  readonly timeoutMs?: number;
  /** How long each request takes, in milliseconds; no time unless given. */
  readonly roundTripMs?: number;
  readonly signal?: AbortSignal;
  /** What is done beside it; `cancel` is what a workflow's cancellation does. */
  meanwhile?(company: Company): Promise<void>;
}

/** What is there: which versions were deployed one after the other, and how the last of them. */
export interface Setting extends EcsWorldOptions {
  readonly versions?: readonly Version[];
  readonly last?: Deploying;
}

const { signal: never } = new AbortController();
const RUN = 'rollback';

/** Whose calls the rollback's are, for faults. */
export const RUN_KEY = accessKeyOf(RUN);

/** Starts such a world: `v0` and `v1` were deployed unless told otherwise. */
export async function world({ versions = ['v1'], last = {}, ...options }: Setting = {}): Promise<RollbackWorld> {
  const base = await ecsWorld({ scale: 0, ...options });
  const { cloud, ecs, images, cluster, service, settings } = base;
  // Where the clock runs there are processes, and no stage.
  const stage = cloud.clock.scale === 0 ? await stageOn(cloud) : undefined;
  const name = { cluster, service };
  // Each time anew: what one has seen is not taken for what is there after a restore.
  const people = () => awsServices(ecs, cloud.clock);
  const definitions = awsTaskDefinitions(ecs, cloud.clock);
  const first = await people().describe(name);
  const revisions: Partial<Record<Version, string>> = { v0: first ? revisionIdIn(first) : '' };
  const ids = new Map<string, Version>([[revisions.v0 ?? '', 'v0']]);
  let runs = 0;
  const ownerOf = (run: string): Owner => {
    runs += 1;
    return { run, attempt: 1, nonce: runs.toString(16).padStart(8, '0') };
  };

  const newest = async () => {
    const [brief] = await people().deployments(name, { most: 1 });
    const [deployment] = brief ? await people().describeDeployments([brief.arn]) : [];
    return deployment;
  };
  const goOn = async () => {
    const deployment = await newest();
    for (const { id } of deployment ? pausesOf(deployment) : []) {
      await ecs.send(
        new ContinueServiceDeploymentCommand({
          serviceDeploymentArn: deployment?.arn ?? '',
          hookId: id,
          action: 'CONTINUE',
        }),
      );
    }
    return deployment;
  };
  const isOver = (status: string | undefined) =>
    ['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'STOPPED'].includes(status ?? '');
  const isBack = (status: string) => status.startsWith('ROLLBACK');
  // A deployment may be shown late.
  const isLast = async (deployment: ServiceDeployment | undefined) => {
    const found = await people().describe(name);
    return found !== undefined && deployment !== undefined && revisionId(deployment.target.arn) === revisionIdIn(found);
  };
  const finish = () =>
    base.until(async () => {
      const deployment = await goOn();
      return isOver(deployment?.status) && (await isLast(deployment));
    });

  const versionOf = async (id: string): Promise<string> => {
    const known = ids.get(id);
    if (known) return known;
    const [revision] = await people().describeRevisions([revisionArn({ arn: base.serviceArn }, id)]);
    const digest = revision?.images[0]?.digest;
    const [version = id] = Object.entries(images).find(([, one]) => one.digest === digest) ?? [];
    return version;
  };

  const made: RollbackWorld = {
    ...base,
    revisions,
    finish,

    async deployAs(version, { mark = {}, until = 'over', fields = {}, definition = {}, isPinned = true } = {}) {
      const document = {
        ...taskDefinitionOf(service, isPinned ? images[version].resolvedUri : images[version].uri),
        ...definition,
      } as unknown as JsonObject;
      const before = await people().describe(name);
      const from = before ? revisionIdIn(before) : undefined;
      const tags = mark
        ? ownerTags({
            by: 'ecs-deploy',
            owner: ownerOf('600'),
            content: contentOf(document),
            ...(from && { from }),
            ...mark,
          })
        : {};
      const { arn: taskDefinition } = await definitions.register(document, tags);
      await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition, ...fields }));
      const after = await people().describe(name);
      const id = after ? revisionIdIn(after) : '';
      revisions[version] = id;
      ids.set(id, version);
      if (until === 'over') await finish();
      if (until === 'paused') await base.until(async () => pausesOf((await newest()) ?? { hooks: [] }).length > 0);
      return id;
    },

    async standing() {
      const deployment = await newest();
      const target = deployment ? revisionId(deployment.target.arn) : '';
      const [revision] = deployment ? await people().describeRevisions([deployment.target.arn]) : [];
      const mark = readOwner((await definitions.describe(revision?.taskDefinition ?? ''))?.tags ?? {});
      return {
        versions: (await base.live()).versions,
        status: deployment?.status ?? '',
        newest: `${await versionOf(target)} by ${mark?.by ?? 'another hand'}`,
        undid: mark?.undid ? await versionOf(mark.undid) : '',
        pauses: pausesOf(deployment ?? { hooks: [] }).length,
      };
    },

    async atRest() {
      await base.until(async () => {
        const deployment = await newest();
        return isOver(deployment?.status) && (isBack(deployment?.status ?? '') || (await isLast(deployment)));
      }, 60);
      const found = await people().describe(name);
      const mark = readOwner((await definitions.describe(found?.deployments[0]?.taskDefinition ?? ''))?.tags ?? {});
      return {
        versions: (await base.live()).versions,
        newest: `${await versionOf(found ? revisionIdIn(found) : '')} by ${mark?.by ?? 'another hand'}`,
        undid: mark?.undid ? await versionOf(mark.undid) : '',
      };
    },

    async askedFor() {
      const found = await people().describe(name);
      const last = found ? revisionIdIn(found) : '';
      const deployment = await newest();
      // One that is not shown yet was begun a moment ago.
      if (!deployment || (last !== revisionId(deployment.target.arn) && !isBack(deployment.status)))
        return versionOf(last);
      const to = isBack(deployment.status) ? (deployment.rollback?.revision ?? deployment.sources[0]?.arn ?? '') : '';
      return versionOf(revisionId(to || deployment.target.arn));
    },

    definition: async (arn) => (await definitions.describe(arn))?.raw ?? {},

    deployments: async () => (await people().deployments(name)).map(({ arn }) => arn),

    async paused() {
      const deployment = await newest();
      return pausesOf(deployment ?? { hooks: [] }).map(({ id }) => [deployment?.arn ?? '', id] as const);
    },

    async rollBack({
      owner,
      dryRun = false,
      timeoutMs = 1_800_000,
      roundTripMs = 0,
      signal: given = never,
      meanwhile,
      ...asked
    } = {}) {
      const log = recordingLog();
      const desired: Desired = {
        name,
        onlyIf: ANY,
        to: undefined,
        allowTags: false,
        allowUnseenImages: false,
        owner: owner ?? ownerOf(String(800 + runs)),
        ...asked,
      };
      if (!stage) throw new Error('a rollback in this process needs a clock that is stepped');
      const running = stage.start(RUN, async ({ connect, clock, signal: own }) => {
        const signal = AbortSignal.any([own, given]);
        const deadline = clock.now() + timeoutMs;
        const patience = { waitsOut: 'outages', until: deadline, signal } as const;
        const far: typeof connect = (Client) => {
          const client = connect(Client) as unknown as ECSClient;
          const slowly = async () => (roundTripMs > 0 ? clock.sleep(roundTripMs) : undefined);
          client.middlewareStack.add((next) => async (given) => slowly().then(() => next(given)), {
            step: 'finalizeRequest',
          });
          return client as never;
        };
        const ecr = async () => far(ECRClient);
        const ports = portsOver({ ecs: far(ECSClient), ecr }, clock, { AWS_REGION: settings.region }, patience);
        return rollBack(desired, { dryRun, timeout: timeoutMs }, { ports, log, clock, signal, budget: { deadline } });
      });
      running.ended.catch(() => {});
      if (meanwhile) {
        const cancel = () => running.cancel(new Error('The workflow was cancelled.'));
        stage.start('a person', (means) => meanwhile({ ...means, cancel }));
      }
      await stage.finish();
      // What failed may have left a request on its way.
      const result = await running.ended.finally(() => stage.clear());
      const steps = result.participant.done.map(({ step }) => step.do);
      return { ...result, outputs: outputValues(result), log: log.text(), steps };
    },

    async stop() {
      await stage?.clear();
      await base.stop();
    },
  };
  for (const [index, version] of versions.entries()) {
    await made.deployAs(version, index === versions.length - 1 ? last : {});
  }
  await cloud.control.clearJournal();
  return made;
}
