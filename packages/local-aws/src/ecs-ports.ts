import { createHash } from 'node:crypto';
import type { Places, Where } from './kernel/places.ts';
import type { HostedService } from './kernel/wire/model.ts';
import { alarmStatesAt, recordMeasured } from './services/cloudwatch/load-balancer-metrics.ts';
import type { CloudWatchPlace } from './services/cloudwatch/operation.ts';
import { imageForEcs } from './services/ecr/images/for-ecs.ts';
import type { EcsPorts } from './services/ecs/ports.ts';
import {
  deregisterForEcs,
  groupForEcs,
  healthForEcs,
  registerForEcs,
  ruleForEcs,
  setWeightsForEcs,
} from './services/elasticloadbalancing/for-ecs.ts';
import { settleGroups } from './services/elasticloadbalancing/groups/settle.ts';
import type { LoadBalancingPlace } from './services/elasticloadbalancing/place.ts';
import type { LoadBalancingPorts } from './services/elasticloadbalancing/ports.ts';
import { writeLog } from './services/logs/write.ts';

/** The services that ECS meets. */
export interface MetByEcs {
  readonly images: HostedService;
  readonly balancers: HostedService;
  readonly metrics: HostedService;
  readonly logging: HostedService;
  /** What the load balancers were made with. */
  readonly balancing: LoadBalancingPorts;
}

/** What ECS needs of the other services, of this cloud. */
export function ecsPorts(everywhere: () => Places, met: MetByEcs): EcsPorts {
  const { balancing } = met;
  const at = (service: HostedService, where: Where) => everywhere().at(service, where);
  const balancers = (where: Where): LoadBalancingPlace => at(met.balancers, where);
  const metrics = (where: Where): CloudWatchPlace => at(met.metrics, where);
  return {
    findImage(puller, named) {
      const found = inEcr(puller, everywhere().endpoint, named);
      if (!found) return { digest: digestElsewhere(named) };
      const { account, region, repository, reference } = found;
      return imageForEcs(at(met.images, { account, region }), repository, reference, puller);
    },
    targetGroup: (where, arn) => groupForEcs(balancers(where), arn),
    register: (where, arn, target, time) => registerForEcs(balancers(where), balancing, arn, target, time),
    deregister: (where, arn, target, time) => deregisterForEcs(balancers(where), balancing, arn, target, time),
    health: (where, arn, target, time) => healthForEcs(balancers(where), balancing, arn, target, time),
    rule: (where, arn) => ruleForEcs(balancers(where), arn),
    setWeights: (where, arn, weights, time) => setWeightsForEcs(balancers(where), balancing, arn, weights, time),
    alarmStates(where, names, time) {
      // What load balancers have counted by then comes first.
      settleGroups(balancers(where), balancing, time);
      return alarmStatesAt(metrics(where), names, time);
    },
    writeLog(where, group, stream, events) {
      writeLog(at(met.logging, where), group, stream, events);
    },
    publish: (where, data) => recordMeasured(metrics(where), 'AWS/ECS', data),
  };
}

const onAws =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[a-z0-9._/-]+)/;

/** The image of ECR that a container definition names, without a tag `latest`; nothing where it is another registry's. */
function inEcr(home: Where, endpoint: string, named: string) {
  const host = new URL(endpoint).host;
  const isLocal = named.startsWith(`${host}/`);
  const path = isLocal ? named.slice(host.length + 1) : named.replace(/^[^/]*\//, '');
  const { account, region } = (isLocal ? undefined : onAws.exec(named)?.groups) ?? {};
  if (!isLocal && account === undefined) return undefined;
  const [, repository = '', tag = 'latest', digest] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(path) ?? [];
  return { account: account ?? home.account, region: region ?? home.region, repository, reference: digest ?? tag };
}

/** Of an image in a registry that is not here: the digest that it is named by, or one that depends on its name alone. */
export function digestElsewhere(named: string): string {
  const [, digest] = named.split('@');
  return digest ?? `sha256:${createHash('sha256').update(named).digest('hex')}`;
}
