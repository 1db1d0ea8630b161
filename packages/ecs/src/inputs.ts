import { accepted, type Input, input, type Problem, refused, text } from '@actions-aws/action';
import { endOfArn } from './arn.ts';
import { revisionId, type ServiceName } from './service.ts';

/** Of clusters and services alike: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const NAME = '[A-Za-z0-9_-]{1,255}';
const ARN = 'arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}';

/** The input for a cluster: its name or ARN. */
export function clusterName(): Input<string> {
  return text({
    pattern: new RegExp(`${NAME}|${ARN}:cluster/${NAME}`),
    hint: 'must be the name or ARN of a cluster: letters, digits, hyphens and underscores',
    type: 'name or ARN of a cluster',
  });
}

/** The input for a service: its name or ARN. */
export function serviceName(): Input<string> {
  return text({
    pattern: new RegExp(`${NAME}|${ARN}:service/(?:${NAME}/)?${NAME}`),
    hint: 'must be the name or ARN of one service: letters, digits, hyphens and underscores',
    type: 'name or ARN of a service',
  });
}

/**
 * The service that the inputs `service` and `cluster` name together. The long form of a service's ARN names its cluster, the older one does
 * not: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html#ecs-resource-ids. `default` is what `cluster`
 * is where a workflow leaves it out, and contradicts nothing.
 */
export function namedService({ service, cluster }: Pick<ServiceName, 'service' | 'cluster'>): {
  readonly name: ServiceName;
  readonly problems: readonly Problem[];
} {
  if (!service.startsWith('arn:')) return { name: { cluster, service }, problems: [] };
  const [short = '', ofArn] = service
    .slice(service.indexOf('/') + 1)
    .split('/')
    .reverse();
  const isElsewhere = cluster.startsWith('arn:') && placeOf(cluster) !== placeOf(service);
  const isOther = ofArn !== undefined && cluster !== 'default' && endOfArn(cluster) !== ofArn;
  const name = { cluster: ofArn ?? cluster, service: short, arn: service };
  if (!isElsewhere && !isOther) return { name, problems: [] };
  const message = isOther
    ? `is not ${ofArn}, which the ARN of \`service\` names`
    : `is of ${inWords(placeOf(cluster))}, and the ARN of \`service\` of ${inWords(placeOf(service))}`;
  const remedy = ofArn === undefined ? 'Look at both.' : 'Leave `cluster` out.';
  return { name, problems: [{ input: 'cluster', value: cluster, message, remedy }] };
}

/**
 * What is wrong with a service that was found by its name, where the workflow gave an ARN: one of that name may be in another Region or
 * account. Empty where nothing is.
 */
export function foundElsewhere(found: string, { arn, service }: ServiceName): string {
  if (arn === undefined || placeOf(arn) === placeOf(found)) return '';
  return `The service ${service} that the credentials reach is of ${inWords(placeOf(found))}, and the ARN that \`service\` gives is of ${inWords(placeOf(arn))}.`;
}

/** Partition, service, Region and account of an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(1, 5).join(':');
}

function inWords(place: string): string {
  const [, , region, account] = place.split(':');
  return `the account ${account} in ${region}`;
}

/** A service revision as a workflow names it. */
export interface NamedRevision {
  /** The number at the end of its ARN. */
  readonly id: string;
  /** Empty where the number alone was given. */
  readonly arn: string;
}

/** The input for a service revision, by its ARN or by the number at the end of that; or for a word that stands for one. */
export function revisionOr<const Word extends string>(word: Word): Input<NamedRevision | Word> {
  const pattern = new RegExp(`^(?:\\d{1,64}|${ARN}:service-revision/${NAME}/${NAME}/\\d{1,64})$`);
  return input<NamedRevision | Word>(`service revision, or \`${word}\``, (given) => {
    if (given === word) return accepted(word);
    if (pattern.test(given)) return accepted({ id: revisionId(given), arn: given.startsWith('arn:') ? given : '' });
    return refused(
      `must be the ARN of a service revision, the number at its end, or \`${word}\``,
      'A task definition is none: a revision also holds networks, load balancers and more.',
    );
  });
}

/** Whether a revision that was named by its ARN may be one of a service; the number alone may be of any. */
export function mayBeOf({ arn }: NamedRevision, { cluster, service }: ServiceName): boolean {
  if (arn === '') return true;
  const [, ofCluster, ofService] = arn.split('/');
  return ofCluster === endOfArn(cluster) && ofService === endOfArn(service);
}
