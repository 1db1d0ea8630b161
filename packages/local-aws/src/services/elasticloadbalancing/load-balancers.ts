import { isDeepStrictEqual } from 'node:util';
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { drawn } from '../../kernel/drawn.ts';
import {
  duplicateLoadBalancer,
  loadBalancerNotFound,
  loadBalancersNotFound,
  notImplemented,
  validationError,
} from './errors.ts';
import { define } from './operation.ts';
import { page } from './paging.ts';
import { arnOf, type LoadBalancingPlace, newId } from './place.ts';
import type { LoadBalancerRecord, LoadBalancerSettings } from './state.ts';

/** CreateLoadBalancer and DescribeLoadBalancers. */
export const loadBalancerOperations = {
  CreateLoadBalancer: define<CreateLoadBalancerInput, CreateLoadBalancerOutput>({
    takes: ['Name', 'Subnets', 'SecurityGroups', 'Scheme', 'Type', 'IpAddressType'],
    resource: ({ Name, Type }, place) => arnOf(place, `loadbalancer/${Type === 'network' ? 'net' : 'app'}/${Name}/*`),
    run(place, { Name = '', Subnets = [], SecurityGroups = [], Scheme, Type = 'application', IpAddressType }) {
      if (Type !== 'application' && Type !== 'network') throw notImplemented(`load balancers of type ${Type}`);
      const settings = {
        type: Type,
        scheme: Scheme ?? 'internet-facing',
        subnets: [...Subnets],
        securityGroups: [...SecurityGroups],
        ipAddressType: IpAddressType ?? 'ipv4',
      };
      assertName(Name);
      // "You must specify subnets from at least two Availability Zones" (API_CreateLoadBalancer, of Application Load Balancers; one is enough for
      // Network Load Balancers); here each subnet has a zone of its own.
      if (Subnets.length < 2 && !(Type === 'network' && Subnets.length === 1))
        throw validationError('At least two subnets in two different Availability Zones must be specified');
      const existing = [...place.state.loadBalancers.values()].find(({ name }) => name === Name);
      if (existing && !isDeepStrictEqual(existing.settings, settings)) throw duplicateLoadBalancer(Name);
      return { LoadBalancers: [shown(place, existing ?? made(place, Name, settings))] };
    },
  }),

  DescribeLoadBalancers: define<DescribeLoadBalancersInput, DescribeLoadBalancersOutput>({
    takes: ['LoadBalancerArns', 'Names', 'Marker', 'PageSize'],
    run(place, { LoadBalancerArns, Names, Marker, PageSize }) {
      if (LoadBalancerArns && Names)
        throw validationError('Load balancer names and load balancer ARNs cannot be specified at the same time');
      if ((LoadBalancerArns?.length ?? 0) > 20)
        throw validationError('Up to 20 load balancers can be described at a time');
      const all = [...place.state.loadBalancers.values()];
      if (LoadBalancerArns?.some((arn) => !place.state.loadBalancers.has(arn))) throw loadBalancerNotFound();
      const missing = (Names ?? []).filter((named) => !all.some(({ name }) => name === named));
      if (missing.length > 0) throw loadBalancersNotFound(missing);
      const found = all.filter(
        ({ arn, name }) => (LoadBalancerArns?.includes(arn) ?? true) && (Names?.includes(name) ?? true),
      );
      const { items, next } = page(found, { Marker, PageSize });
      return { LoadBalancers: items.map((each) => shown(place, each)), ...next };
    },
  }),
};

/** API_CreateLoadBalancer, `Name`; the wordings are those that users quote. */
function assertName(name: string): void {
  const named = `The load balancer name '${name}' cannot`;
  if (name.length > 32) throw validationError(`${named} be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name)) {
    throw validationError(
      `The load balancer name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) throw validationError(`${named} begin or end with '-'`);
  if (name.startsWith('internal-')) throw validationError(`${named} begin with 'internal-'`);
}

function made(place: LoadBalancingPlace, name: string, settings: LoadBalancerSettings): LoadBalancerRecord {
  const id = newId(place);
  const isNetwork = settings.type === 'network';
  const number = 100_000_000 + Math.floor(drawn(place.state.pace.seed, id) * 1_900_000_000);
  const prefix = settings.scheme === 'internal' ? 'internal-' : '';
  const record = {
    arn: arnOf(place, `loadbalancer/${isNetwork ? 'net' : 'app'}/${name}/${id}`),
    name,
    // Names of DNS do not tell upper from lower case, and URLs are read in lower case.
    dnsName: isNetwork
      ? `${prefix}${name.toLowerCase()}-${id}.elb.${place.region}.amazonaws.com`
      : `${prefix}${name.toLowerCase()}-${number}.${place.region}.elb.amazonaws.com`,
    created: place.clock.now(),
    settings,
  };
  place.state.loadBalancers.set(record.arn, record);
  return record;
}

/** Whether it routes requests; until then its state is `provisioning` (API_LoadBalancerState). */
export function isActive({ state }: LoadBalancingPlace, { created }: LoadBalancerRecord, now: number): boolean {
  return now >= created + state.pace.provisioning;
}

function shown(place: LoadBalancingPlace, loadBalancer: LoadBalancerRecord): LoadBalancer {
  const { arn, name, dnsName, created, settings } = loadBalancer;
  const zones = ['a', 'b', 'c'];
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: dnsName,
    CreatedTime: new Date(created),
    Scheme: settings.scheme as LoadBalancer['Scheme'],
    State: { Code: isActive(place, loadBalancer, place.clock.now()) ? 'active' : 'provisioning' },
    Type: settings.type,
    IpAddressType: settings.ipAddressType as LoadBalancer['IpAddressType'],
    SecurityGroups: [...settings.securityGroups],
    AvailabilityZones: settings.subnets.map((SubnetId, index) => ({
      ZoneName: `${place.region}${zones[index % zones.length]}`,
      SubnetId,
    })),
  };
}
