import { type Clock, UserError } from '@actions-aws/action';
import { clientInDoubt, type Doing, errorName, explain, explained, type Patience, patient } from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { briefIn, type DeploymentBrief, type ServiceDeployment, serviceDeploymentIn } from '../deployment.ts';
import { foundElsewhere } from '../inputs.ts';
import { type JsonObject, objectIn, objectsIn, textIn } from '../json.ts';
import type { Services } from '../ports.ts';
import { revisionIn, type ServiceRevision } from '../revision.ts';
import { primaryOf, type Service, type ServiceName, serviceIn } from '../service.ts';
import { insist, lookUntil } from './insist.ts';
import { rawAnswer } from './raw.ts';
import { nothingSeen, type Seen } from './seen.ts';

/** As many ARNs as one request takes: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
const ARNS_AT_ONCE = 20;
/** As many deployments as one answer has: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html */
const PAGE = 100;

/**
 * {@link Services} over the SDK. Needs `ecs:DescribeServices`, `UpdateService`, `ListServiceDeployments`, `DescribeServiceDeployments` and
 * `DescribeServiceRevisions` as it is used, and `iam:PassRole` on the roles of the task definition where it updates.
 */
export function awsServices(
  given: ECSClient,
  clock: Clock,
  patience?: Patience,
  { revisions, deployments }: Seen = nothingSeen(),
): Services {
  const client = patience ? patient(given, patience, clock) : given;
  const once = patience ? patient(given, patience, clock, 1) : given;

  const describe = async (name: ServiceName, signal?: AbortSignal, through = client): Promise<Service | undefined> => {
    const { cluster, service } = name;
    const command = new DescribeServicesCommand({ cluster, services: [service] });
    const doing = { doing: `read the service ${service} in the cluster ${cluster}`, action: 'ecs:DescribeServices' };
    const answer = await inCluster(rawAnswer(through, command, { signal }), name, doing);
    const [found] = objectsIn(answer, 'services').map(serviceIn);
    if (found) {
      refuseElsewhere(found, name);
      return found.status === 'INACTIVE' ? undefined : found;
    }
    refuseFailures(answer, doing);
    return undefined;
  };

  return {
    describe: (name, signal) => describe(name, signal),

    async update(name, { taskDefinition, over, fields = {} }) {
      const { cluster, service } = name;
      const doing = {
        doing: `update the service ${service} in the cluster ${cluster} to ${shortName(taskDefinition)}`,
        action: 'ecs:UpdateService',
      };
      const body = { ...fields, cluster, service, taskDefinition };
      const look = async () => {
        const through = clientInDoubt({ given, client }, patience, clock, ROLLBACK_RESERVE_MS);
        let isOvertaken = false;
        const find = async () => {
          const found = await describe(name, undefined, through);
          const asked = found && primaryOf(found)?.taskDefinition;
          isOvertaken = over !== undefined && asked !== undefined && asked !== over;
          return found && asked === taskDefinition ? found : undefined;
        };
        // One look that shows neither may be from before both.
        return (await lookUntil(find, { patience, clock })) ?? (isOvertaken ? ('overtaken' as const) : undefined);
      };
      const send = async () => {
        const command = new UpdateServiceCommand({ cluster, service, taskDefinition });
        return serviceIn(objectIn(await rawAnswer(once, command, { body, giveUp: patience?.signal }), 'service'));
      };
      const made = await insist<Service | 'overtaken'>({ doing, send, look }, { patience, clock });
      if (made !== 'overtaken') return made;
      throw new UserError(`Could not ${doing.doing}: another deployment of ${service} came between.`, {
        code: 'pointer-changed',
        hint: 'Look at what is live, and run the job again.',
      });
    },

    async deployments({ cluster, service }, { statuses, most = Number.POSITIVE_INFINITY } = {}) {
      const found: DeploymentBrief[] = [];
      let nextToken: string | undefined;
      do {
        const command = new ListServiceDeploymentsCommand({
          cluster,
          service,
          maxResults: Math.min(PAGE, most),
          ...(statuses && { status: statuses as never }),
          ...(nextToken && { nextToken }),
        });
        const answer = await inCluster(
          rawAnswer(client, command),
          { cluster, service },
          { doing: `list the deployments of the service ${service}`, action: 'ecs:ListServiceDeployments' },
        );
        found.push(...objectsIn(answer, 'serviceDeployments').map(briefIn));
        nextToken = textIn(answer, 'nextToken') || undefined;
      } while (nextToken && found.length < most);
      // AWS does not say in which order they come.
      return found.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)).slice(0, Math.min(most, found.length));
    },

    describeDeployments: (arns, signal) =>
      inOrder<ServiceDeployment>(arns, async (some) => {
        const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [...some] });
        const answer = await explained(rawAnswer(client, command, { signal }), {
          doing: `read the service deployment ${some.map(shortName).join(', ')}`,
          action: 'ecs:DescribeServiceDeployments',
        });
        for (const found of objectsIn(answer, 'serviceDeployments').map(serviceDeploymentIn)) {
          if (!isEarlier(found, deployments.get(found.arn))) deployments.set(found.arn, found);
        }
        return some.flatMap((arn) => deployments.get(arn) ?? []);
      }),

    describeRevisions: (arns) =>
      inOrder<ServiceRevision>(arns, async (some) => {
        const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [...some] });
        const answer = await explained(rawAnswer(client, command), {
          doing: `read the service revision ${some.map(shortName).join(', ')}`,
          action: 'ecs:DescribeServiceRevisions',
        });
        for (const found of objectsIn(answer, 'serviceRevisions').map(revisionIn)) revisions.set(found.arn, found);
        return some.flatMap((arn) => revisions.get(arn) ?? []);
      }),
  };
}

/** Whether a view of a deployment is from before another one. Of two that tell no different time, the later read counts. */
function isEarlier({ updatedAt }: ServiceDeployment, known: ServiceDeployment | undefined): boolean {
  return updatedAt !== undefined && known?.updatedAt !== undefined && updatedAt < known.updatedAt;
}

async function inOrder<One extends { readonly arn: string }>(
  arns: readonly string[],
  read: (some: readonly string[]) => Promise<readonly One[]>,
): Promise<readonly One[]> {
  const found: One[] = [];
  for (let start = 0; start < arns.length; start += ARNS_AT_ONCE) {
    found.push(...(await read(arns.slice(start, start + ARNS_AT_ONCE))));
  }
  return arns.flatMap((arn) => found.filter((one) => one.arn === arn));
}

/** Awaits a call, and says what to do about a cluster or a service that is not there. */
async function inCluster(answer: Promise<JsonObject>, { cluster, service }: ServiceName, doing: Doing) {
  try {
    return await answer;
  } catch (error) {
    const missing: Readonly<Record<string, string>> = {
      ClusterNotFoundException: `cluster ${cluster}`,
      ServiceNotFoundException: `service ${service} in the cluster ${cluster}`,
    };
    const what = missing[errorName(error)];
    if (!what) throw explain(error, doing);
    throw new UserError(`There is no ${what}.`, {
      hint: 'Look whether `service` and `cluster` are spelled right, and whether AWS_REGION and the account are theirs.',
      cause: error,
    });
  }
}

/** A service of the same name in another Region or account is not the one that is meant. */
function refuseElsewhere({ arn }: Service, name: ServiceName): void {
  const wrong = foundElsewhere(arn, name);
  if (wrong) throw new UserError(wrong, { hint: 'Look at AWS_REGION, at the role, and at `service`.' });
}

/** A service that is not there is MISSING; another failure must not look like that. */
function refuseFailures(answer: JsonObject, { doing }: Doing): void {
  const [other] = objectsIn(answer, 'failures').filter((one) => textIn(one, 'reason') !== 'MISSING');
  if (!other) return;
  const said = [textIn(other, 'reason'), textIn(other, 'detail')].filter(Boolean).join(': ');
  throw new UserError(`Could not ${doing}. AWS said ${said}`);
}

/** The end of an ARN, which says what it is of. */
function shortName(arn: string): string {
  return arn.replace(/^(?:[^:]*:){5}[a-z-]+\//, '');
}
