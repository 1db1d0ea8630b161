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
 * `localhost` is that of an AWS on this machine.
 */
const HOST =
  /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z][a-z\d-]+)\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|(on\.(?:aws|amazonwebservices\.com\.cn))|sc2s\.sgov\.gov|c2s\.ic\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk|localhost(?::\d+)?)$/;

/**
 * Where in ECR a repository is; `undefined` where it is not in ECR. A registry that is served where `env` says that AWS is
 * (`AWS_ENDPOINT_URL`, https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html) is ECR's, too.
 */
export function ecrPlace({ registry }: ImageName, env: Env): EcrPlace | undefined {
  const [found, account, fips, region, dualStack] = HOST.exec(registry) ?? [];
  if (found !== undefined && account !== undefined && region !== undefined) {
    return { account, region, isFips: fips !== undefined, isDualStack: dualStack !== undefined };
  }
  const endpoint = env.AWS_ENDPOINT_URL_ECR || env.AWS_ENDPOINT_URL || '';
  const ownRegion = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (!ownRegion || !URL.canParse(endpoint) || new URL(endpoint).host !== registry) return undefined;
  return { region: ownRegion, isFips: false, isDualStack: false };
}
