import { UserError } from '@actions-aws/action';
import { clientSettings, explained, patient } from '@actions-aws/aws';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { type ImageName, showImageName } from '../image-name.ts';
import type { Persistence } from '../transport/insist.ts';
import type { Ecr, EcrLogin } from './ecr.ts';
import { expiringInEcr } from './expiring.ts';
import { imagesInEcr } from './images.ts';
import type { EcrPlace } from './place.ts';
import { repositoryInEcr } from './repository.ts';
import { scanInEcr } from './scan.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A client of ECR where a registry is, with the settings that all actions share. */
export function ecrClient({ region, isFips, isDualStack }: EcrPlace, action: string, env: Env): ECRClient {
  return new ECRClient({
    ...clientSettings({ ...env, AWS_REGION: region }, { action }),
    ...(isFips && { useFipsEndpoint: true }),
    ...(isDualStack && { useDualstackEndpoint: true }),
  });
}

/** {@link Ecr} over the SDK. Each question needs the permission that the README names for it. */
export function awsEcr(client: ECRClient, name: ImageName, { account }: EcrPlace, persistence: Persistence): Ecr {
  const { clock, until, signal, tell } = persistence;
  const ecr = patient(client, { waitsOut: 'outages', until, signal, ...(tell && { tell }) }, clock);
  const asking = {
    registry: account === undefined ? {} : { registryId: account },
    repositoryName: name.repository,
    shown: showImageName(name),
    persistence,
  };
  return {
    login: () => login(ecr, name, account),
    ...imagesInEcr(ecr, asking),
    ...repositoryInEcr(ecr, asking),
    ...scanInEcr(ecr, asking),
    ...expiringInEcr(ecr, asking),
  };
}

async function login(ecr: ECRClient, name: ImageName, account: string | undefined): Promise<EcrLogin> {
  const doing = { doing: `log in to ${name.registry}`, action: 'ecr:GetAuthorizationToken' };
  // Of AWS's, each token opens all registries that the role may use. The accounts are deprecated for that reason, and
  // still taken: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
  const asked = account === undefined ? {} : { registryIds: [account] };
  const answer = await explained(ecr.send(new GetAuthorizationTokenCommand(asked)), doing);
  const { authorizationToken = '', proxyEndpoint = '' } = answer.authorizationData?.[0] ?? {};
  const text = Buffer.from(authorizationToken, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon <= 0) throw new UserError(`Could not ${doing.doing}: ECR gave no token.`, { hint: 'Run the job again.' });
  const credentials = { kind: 'login', username: text.slice(0, colon), password: text.slice(colon + 1) } as const;
  return { credentials, proxyEndpoint };
}
