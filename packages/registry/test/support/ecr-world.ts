import { type LocalAws, type Policy, startLocalAws } from '@actions-aws/local-aws';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import {
  digestOf,
  type ImageName,
  openRegistry,
  openRegistryToWrite,
  type Registry,
  type RegistryOptions,
  type WritableRegistry,
} from '../../src/index.ts';
import { type Content, configWith, imageOf } from './images.ts';
import { quickClock } from './opened.ts';

const region = 'eu-west-1';
const repositoryName = 'team/api';
/** Its ARN. */
export const repository = `arn:aws:ecr:${region}:123456789012:repository/${repositoryName}`;

/** The local cloud, with an image in ECR. */
export interface EcrWorld {
  readonly cloud: LocalAws;
  readonly ecr: ECRClient;
  /** It has the label `revision: abc` and the tag `v1`. */
  readonly image: Content;
  /** The two names of its repository: that of AWS, and that of this machine. */
  readonly names: { readonly aws: ImageName; readonly local: ImageName };
  /** The environment of a step, without a login. */
  readonly env: Readonly<Record<string, string>>;
  /** Tags an image, the one that is there unless given. */
  tag(imageTag: string, image?: Content): Promise<void>;
  /** The password of a login, as `docker login` would keep it. */
  password(): Promise<string>;
  /** Opens the repository, by AWS's name unless given, for a role with this policy, or with all permissions. */
  opened(given?: Opening): Promise<Registry>;
  /** The same, to write to. */
  openedToWrite(given?: Opening): Promise<WritableRegistry>;
  /** The operations that were called since the last time. */
  called(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What differs from a repository that is opened with all permissions. */
export type Opening = Partial<RegistryOptions> & { readonly name?: ImageName; readonly policy?: Policy };

/** Starts an {@link EcrWorld}. */
export async function ecrWorld(): Promise<EcrWorld> {
  const cloud = await startLocalAws({ clock: { scale: 0 } });
  const clients: ECRClient[] = [];
  const clientOf = (accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: 'secret' };
    const client = new ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const ecr = clientOf('AKIAPUSHER');
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const config = configWith({ revision: 'abc' });
  const image = imageOf(config);
  await upload(ecr, config.body);
  const tag: EcrWorld['tag'] = async (imageTag, { body } = image) => {
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest: body, imageTag }));
  };
  await tag('v1');
  await cloud.control.clearJournal();
  const { host } = new URL(cloud.endpoint);
  const env = { AWS_ENDPOINT_URL: cloud.endpoint, AWS_REGION: region };
  const names = {
    aws: { registry: `123456789012.dkr.ecr.${region}.amazonaws.com`, repository: repositoryName },
    local: { registry: host, repository: repositoryName },
  };
  const optionsWith = async ({ name: _, policy, ...given }: Opening = {}): Promise<RegistryOptions> => {
    const accessKeyId = policy ? 'AKIAROLE' : 'AKIAREADER';
    if (policy) await cloud.control.registerCredential({ accessKeyId, policy });
    const clock = given.clock ?? quickClock();
    const { signal } = new AbortController();
    const until = clock.now() + 60_000;
    const connectEcr = () => clientOf(accessKeyId);
    return { env, action: 'test', mask() {}, signal, until, connectEcr, ...given, clock };
  };
  return {
    cloud,
    ecr,
    image,
    names,
    env,
    tag,
    async password() {
      const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
      await cloud.control.clearJournal();
      return Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
        .toString()
        .slice('AWS:'.length);
    },
    opened: async (given) => openRegistry(given?.name ?? names.aws, await optionsWith(given)),
    openedToWrite: async (given) => openRegistryToWrite(given?.name ?? names.aws, await optionsWith(given)),
    async called() {
      const entries = await cloud.control.journal();
      await cloud.control.clearJournal();
      return entries.map(({ operation }) => operation);
    },
    async stop() {
      for (const client of clients) client.destroy();
      await cloud.stop();
    },
  };
}

async function upload(ecr: ECRClient, body: string): Promise<void> {
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const layerPartBlob = Buffer.from(body);
  const last = layerPartBlob.length - 1;
  await ecr.send(
    new UploadLayerPartCommand({ repositoryName, uploadId, partFirstByte: 0, partLastByte: last, layerPartBlob }),
  );
  const layerDigests = [digestOf(layerPartBlob)];
  await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
}
