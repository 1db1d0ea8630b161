import { type Stream, streamOver } from '@actions-aws/action/http';
import type { ECRClient } from '@aws-sdk/client-ecr';
import { type Access, type Api, apiOver } from './api.ts';
import { dockerLogin } from './docker/login.ts';
import type { Ecr } from './ecr/ecr.ts';
import { type EcrPlace, ecrApi, ecrPlace } from './ecr/place.ts';
import { apiOf } from './host.ts';
import type { ImageName } from './image-name.ts';
import type { Persistence } from './transport/insist.ts';

/** What a registry is opened with. */
export interface RegistryOptions extends Persistence {
  /** The environment: Docker's configuration, proxies, AWS's region and endpoint are read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name of the action, for the logs of registries. */
  readonly action: string;
  /** Hides a secret in the job's log: passwords and tokens are handed to it before they are sent. */
  mask(secret: string): void;
  /** Makes the client of ECR's own API; by itself one that finds its credentials as the SDK does. */
  connectEcr?(place: EcrPlace): ECRClient | Promise<ECRClient>;
  /** Whether blobs will be read or sent, and not only documents: then both go by the same connections. */
  readonly carriesBlobs?: boolean;
  /** Makes the registry's requests; by itself over Node's HTTP clients, through the proxies that `env` names. */
  readonly stream?: Stream;
}

/** The two APIs of one repository; each is made when it is first asked for. */
export interface Connection {
  readonly name: ImageName;
  /** That of the registry. */
  api(): Promise<Api>;
  /** ECR's own; not there where the repository is elsewhere. */
  readonly ecr?: () => Promise<Ecr>;
  readonly persistence: Persistence;
}

/** Finds the two APIs of a repository, and the credentials for them: see {@link openRegistry}. */
export function connectionTo(name: ImageName, access: Access, options: RegistryOptions): Connection {
  const { env, action, mask, connectEcr: _, carriesBlobs, stream = streamOver(env), ...persistence } = options;
  const place = ecrPlace(name, env);
  const ecr = place && once(() => connect(name, place, options, persistence));
  const login = ecr && once(async () => (await ecr()).login());
  const api = once(async () => {
    const registry =
      place && login ? await ecrApi(name, place, env, async () => (await login()).proxyEndpoint) : apiOf(name);
    return apiOver({
      name,
      registry,
      access,
      userAgent: `actions/${action}`,
      isEcr: place !== undefined,
      sources: [
        () => dockerLogin(name, { env, signal: persistence.signal }),
        ...(login ? [async () => (await login()).credentials] : []),
      ],
      mask,
      stream,
      carriesBlobs,
      ...persistence,
    });
  });
  return { name, api, persistence, ...(ecr && { ecr }) };
}

/** The SDK's client takes longer to load than a registry to answer, and an image that is there needs none. */
async function connect(
  name: ImageName,
  place: EcrPlace,
  options: RegistryOptions,
  persistence: Persistence,
): Promise<Ecr> {
  const { awsEcr, ecrClient } = await import('./ecr/aws-ecr.ts');
  const client = (await options.connectEcr?.(place)) ?? ecrClient(place, options.action, options.env);
  return awsEcr(client, name, place, persistence);
}

/** Makes something when it is first asked for. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
