import { contentOf, type Json, type JsonObject, type Service, type ServiceRevision } from '@actions-aws/ecs';

/** What differs between two revisions besides the task definition. */
export interface Differences {
  /** Members of UpdateService's request that bring it back, as the revision holds them. */
  readonly fields: JsonObject;
  /** What cannot be brought back, and why, in sentences. */
  readonly lost: readonly string[];
}

/** What is said to UpdateService where a revision has nothing that the one after it has. */
type Absence = { readonly send: Json } | { readonly stays: string };

/**
 * Members of a revision that UpdateService takes, and how their absence is said to it:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html. `launchType` comes back with an empty
 * `capacityProviderStrategy`.
 */
const TAKEN: Readonly<Record<string, Absence>> = {
  capacityProviderStrategy: { send: [] },
  platformVersion: { send: 'LATEST' },
  networkConfiguration: { stays: 'a service of this network mode always has one' },
  loadBalancers: { send: [] },
  serviceRegistries: { send: [] },
  serviceConnectConfiguration: { send: { enabled: false } },
  volumeConfigurations: { send: [] },
  vpcLatticeConfigurations: { send: [] },
  gatewayConnectors: { send: [] },
  monitoring: { stays: 'AWS does not say how it is taken away' },
};

/** Members that say which revision it is, or what follows from the rest. */
const IDENTITY: readonly string[] = [
  'serviceRevisionArn',
  'serviceArn',
  'clusterArn',
  'taskDefinition',
  'containerImages',
  'createdAt',
  'platformFamily',
  'resolvedConfiguration',
  'ecsManagedResources',
];

/** Members that no request of a service sets, and what does. */
const NOT_TAKEN: Readonly<Record<string, string>> = {
  launchType: 'it is given when a service is made',
  fargateEphemeralStorage: "the key of ephemeral storage is its cluster's",
  guardDutyEnabled: 'Runtime Monitoring is set for the account',
  overrides: 'ECS sets them by itself',
};

/** What is said of the rest: a revision does not hold it. */
export const NOT_IN_REVISIONS =
  'Revisions do not hold the desired count, scaling policies, the deployment configuration, placement, the grace period of health checks, execute command and tags: these stay as they are.';

/**
 * What has to be carried besides the task definition to get from what is live to another revision. What ECS has written down of both is
 * compared, and where the service was changed since without a deployment, that too. A member that is newer than this suite is carried
 * as it is.
 */
export function differences(target: ServiceRevision, live: ServiceRevision | undefined, service: Service): Differences {
  const wanted = target.raw;
  const from = live?.raw ?? {};
  const fields: Record<string, Json> = {};
  const lost: string[] = [];
  const members = new Set([...Object.keys(wanted), ...Object.keys(from)].filter((one) => !IDENTITY.includes(one)));
  for (const member of [...members].sort()) {
    const value = wanted[member];
    if (isSame(value, from[member]) && !hasDrifted(service, member, value, from[member])) continue;
    const reason = Object.hasOwn(NOT_TAKEN, member) ? NOT_TAKEN[member] : undefined;
    if (reason !== undefined) {
      // Without a strategy of capacity providers a service goes by its launch type.
      if (
        member === 'launchType' &&
        (isThere(wanted.capacityProviderStrategy) || isThere(from.capacityProviderStrategy))
      )
        continue;
      lost.push(`\`${member}\` stays as it is: ${reason}.`);
      continue;
    }
    if (isThere(value)) {
      fields[member] = value as Json;
      continue;
    }
    const absence = Object.hasOwn(TAKEN, member) ? TAKEN[member] : undefined;
    if (absence && 'send' in absence) fields[member] = absence.send;
    else lost.push(`\`${member}\` stays as it is: ${absence?.stays ?? 'it is not known how it is taken away'}.`);
  }
  // "you must force a new deployment": https://github.com/pipe-cd/pipecd/pull/6385
  if ('capacityProviderStrategy' in fields) fields.forceNewDeployment = true;
  return { fields, lost };
}

/** Whether another hand has changed the service since, by a request that starts no deployment. */
function hasDrifted(service: Service, member: string, wanted: Json | undefined, live: Json | undefined): boolean {
  const now = service.raw[member];
  return isThere(now) && isThere(live) && !isSame(now, live) && !isSame(now, wanted);
}

/** Whether two values are one; the order of members is nothing, and neither is what is empty. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return contentOf({ value: one ?? null }) === contentOf({ value: other ?? null });
}

function isThere(value: Json | undefined): boolean {
  return !isSame(value, undefined);
}
