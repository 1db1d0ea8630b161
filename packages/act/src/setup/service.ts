import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { nameOf, placeOf } from './names.ts';
import type { Place } from './place.ts';

/** A service of ECS behind a load balancer of its own, whose first tasks are never meant for users. */
export interface ServiceSetup extends Place {
  readonly name: string;
  readonly cluster: string;
  /** A repository of the setup, of the service's account and region. */
  readonly image: string;
  /** How it is deployed, as ECS has it. */
  readonly deployment: DeploymentConfiguration;
  /** What its variables begin with: of `CATALOG` they are `CATALOG_URL`, where users come in, and `CATALOG_TEST_URL`. */
  readonly variables: string;
  /** The name of an alarm on errors that users get from its tasks. */
  readonly alarm?: string;
  /** Paths that its program is asked for, when it is found out what the tasks of an image answer. */
  readonly paths: readonly string[];
}

type Given = Readonly<Record<string, unknown>>;

/** A service. @throws where it is not understood. */
export function serviceOf(given: Given, place: Place): ServiceSetup {
  const known = ['cluster', 'image', 'deployment', 'variables', 'alarm', 'paths', 'account', 'region'];
  const name = nameOf(given, 'service', ['name', ...known]);
  const { alarm, deployment = {}, paths = ['/'] } = given;
  const variables = String(given.variables ?? name.toUpperCase().replaceAll('-', '_'));
  if (!/^[A-Z][A-Z0-9_]*$/.test(variables))
    throw new Error(`variables of the service ${name} of the setup: ${variables} cannot begin the name of a variable.`);
  if (!Array.isArray(paths) || paths.some((each) => !String(each).startsWith('/')))
    throw new Error(`paths of the service ${name} of the setup have to be a list, and each begins with a slash.`);
  return {
    name,
    ...placeOf(given, place, `the service ${name}`),
    cluster: String(given.cluster ?? 'default'),
    image: String(given.image ?? name),
    deployment: deployment as DeploymentConfiguration,
    variables,
    ...(alarm !== undefined && { alarm: String(alarm) }),
    paths: paths.map(String),
  };
}
