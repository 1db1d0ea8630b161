import { type Clock, UserError } from '@actions-aws/action';
import { explained, type Patience, patient } from '@actions-aws/aws';
import { type CloudFrontClient, DescribeFunctionCommand } from '@aws-sdk/client-cloudfront';
import type { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { routingOf } from '../function/routing.ts';
import type { Manifest } from '../release/manifest.ts';
import type { Releases } from '../release/releases.ts';
import { viewerRequestOf } from '../survey/document/config.ts';
import type { Distribution, Reading } from '../survey/survey.ts';
import { keyValueStore, type OwnWrite } from './key-value-store/key-value-store.ts';
import { originPath } from './origin-path.ts';
import type { PointerChoice, SitePointer } from './pointer.ts';

/** Where a site's pointer stands: in the distribution, or in the store of this ARN. */
export type PointerPlace =
  | { readonly kind: 'origin-path' }
  | { readonly kind: 'key-value-store'; readonly arn: string };

/** What a pointer is found and moved by. */
export interface PointerMeans {
  readonly cloudfront: CloudFrontClient;
  readonly store: CloudFrontKeyValueStoreClient;
  /** Reads the distribution of the site; asked once. */
  distribution(): Promise<Reading<Distribution>>;
  readonly releases: Pick<Releases, 'read'>;
  readonly clock: Clock;
  readonly patience: Patience;
}

/** What of a site's pointer is found once in a run, however often its patience changes. */
export interface Chosen {
  readonly distributionId: string;
  readonly choice: PointerChoice;
  place?: PointerPlace;
  own?: OwnWrite;
}

/** The pointer of a site, of the kind that was chosen; `auto` is found by the first call. */
export function sitePointer(means: PointerMeans, chosen: Chosen): SitePointer {
  const { cloudfront, store, releases, clock, patience } = means;
  const open = async (): Promise<SitePointer> => {
    chosen.place ??= await findPlace(means, chosen);
    const { place, distributionId } = chosen;
    if (place.kind === 'origin-path') return originPath(cloudfront, distributionId, clock, { patience });
    const routing = async (release: string) => routingOf(await manifestOf(releases, release));
    chosen.own ??= {};
    return keyValueStore(store, place.arn, clock, { patience, routing, own: chosen.own });
  };
  let opened: Promise<SitePointer> | undefined;
  const pointer = async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return {
    describe: async () => (await pointer()).describe(),
    point: async (current, content, signal) => (await pointer()).point(current, content, signal),
    spread: async (written, options) => (await pointer()).spread(written, options),
    hasSpread: async (written) => (await pointer()).hasSpread(written),
  };
}

/**
 * Finds where the pointer of a site stands: in the store of the function that sees its viewers' requests first, if that has one. A
 * function has one store at most
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-associate.html).
 */
async function findPlace(means: PointerMeans, { choice, distributionId }: Chosen): Promise<PointerPlace> {
  if (choice === 'origin-path') return { kind: choice };
  const found = await means.distribution();
  if (found.is === 'absent')
    throw new UserError(`There is no distribution ${distributionId} in this account.`, {
      hint: 'Correct the id, or assume a role of the account that has the distribution.',
    });
  if (found.is === 'unread') throw new UserError(found.why, { hint: found.remedy });
  const arn = viewerRequestOf(found.value.config);
  const [store] = arn === '' ? [] : await storesOf(patient(means.cloudfront, means.patience, means.clock), arn);
  if (store) return { kind: 'key-value-store', arn: store };
  if (choice === 'auto') return { kind: 'origin-path' };
  const why = arn === '' ? 'its default behaviour has no function for viewer requests' : `${arn} has no store`;
  throw new UserError(`The distribution ${distributionId} has no pointer in a key value store: ${why}.`, {
    hint: 'Give it the function of this suite and a store, as examples/infrastructure/frontend does, or use `pointer: origin-path`.',
  });
}

/** The ARNs of the stores that a function which is LIVE has. Needs `cloudfront:DescribeFunction`. */
export async function storesOf(client: CloudFrontClient, arn: string): Promise<readonly string[]> {
  const name = arn.slice(arn.indexOf('/') + 1);
  const { FunctionSummary } = await explained(client.send(new DescribeFunctionCommand({ Name: name, Stage: 'LIVE' })), {
    doing: `read the function ${name}`,
    action: 'cloudfront:DescribeFunction',
  });
  const { Items = [] } = FunctionSummary?.FunctionConfig?.KeyValueStoreAssociations ?? {};
  return Items.flatMap(({ KeyValueStoreARN }) => KeyValueStoreARN ?? []);
}

async function manifestOf(releases: Pick<Releases, 'read'>, release: string): Promise<Manifest> {
  const manifest = await releases.read(release);
  if (manifest) return manifest;
  throw new UserError(`The release ${release} has no manifest: what its pages are called is not known.`, {
    hint: 'Stage the build again.',
  });
}

/** Keeps each manifest that is read, for {@link seenFirst}. */
export function keeping<R extends Pick<Releases, 'read'>>(releases: R, seen: Map<string, Manifest>): R {
  return {
    ...releases,
    async read(id: string) {
      const found = await releases.read(id);
      if (found) seen.set(id, found);
      return found;
    },
  };
}

/** Reads a manifest again only where it was not read before: the files that it names never change. */
export function seenFirst(
  releases: Pick<Releases, 'read'>,
  seen: ReadonlyMap<string, Manifest>,
): Pick<Releases, 'read'> {
  return { read: async (id) => seen.get(id) ?? releases.read(id) };
}
