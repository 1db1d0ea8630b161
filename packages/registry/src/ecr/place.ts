import { UserError } from '@actions-aws/action';
import { apiOf, isLoopback } from '../host.ts';
import type { ImageName } from '../image-name.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where a registry of ECR is. */
export interface EcrPlace {
  readonly region: string;
  /** The account whose registry it is; `undefined` for that of the credentials. */
  readonly account?: string;
  readonly isFips: boolean;
  readonly isDualStack: boolean;
}

/**
 * Hosts of private registries. Only these get ECR's credentials. Sources:
 * https://docs.aws.amazon.com/general/latest/gr/ecr.html, https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html,
 * and for other partitions https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go.
 */
const HOST =
  /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z][a-z\d-]+)\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|(on\.(?:aws|amazonwebservices\.com\.cn))|sc2s\.sgov\.gov|c2s\.ic\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/;

/**
 * Where in ECR a repository is; `undefined` where it is not in ECR. A registry that is served where `env` says that AWS is
 * (`AWS_ENDPOINT_URL`, https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html) is ECR's, too.
 */
export function ecrPlace({ registry }: ImageName, env: Env): EcrPlace | undefined {
  // With the port that TLS has anyway, it is the same host.
  const [found, account, fips, region, dualStack] = HOST.exec(registry.replace(/:443$/, '')) ?? [];
  if (found !== undefined && account !== undefined && region !== undefined) {
    return { account, region, isFips: fips !== undefined, isDualStack: dualStack !== undefined };
  }
  const ownRegion = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (!ownRegion || ownEndpoint(env)?.host !== registry) return undefined;
  return { region: ownRegion, isFips: false, isDualStack: false };
}

/**
 * Where the API of a registry of ECR begins. By its host, unless `env` says that AWS is elsewhere, such as on this machine:
 * then `proxyEndpoint`, which comes with the login, says where its registry is
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html). Where that is a host of ECR's, as
 * behind an endpoint of a private network, it is the one of the caller's account, and the name of the image counts.
 */
export async function ecrApi(
  name: ImageName,
  { account }: EcrPlace,
  env: Env,
  proxyEndpoint: () => Promise<string>,
): Promise<URL> {
  const named = apiOf(name);
  if (account === undefined || !ownEndpoint(env)) return named;
  const text = await proxyEndpoint();
  const url = URL.canParse(text) ? new URL('/v2/', text) : undefined;
  if (url?.protocol === 'https:') return HOST.test(url.host) ? named : url;
  if (url?.protocol === 'http:' && isLoopback(url)) return url;
  throw new UserError(`ECR says that its registry is at ${JSON.stringify(text)}, which is no address with TLS.`, {
    hint: 'Correct AWS_ENDPOINT_URL_ECR or AWS_ENDPOINT_URL, or take it out.',
  });
}

function ownEndpoint(env: Env): URL | undefined {
  const text = env.AWS_ENDPOINT_URL_ECR || env.AWS_ENDPOINT_URL || '';
  return URL.canParse(text) ? new URL(text) : undefined;
}
