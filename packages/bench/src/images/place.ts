import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuiltImage, pushTo } from '@actions-aws/testing/images';
import type { RegistryServer } from '@actions-aws/testing/registries';
import type { NotMeasured } from '../figure.ts';
import { assertArrived } from './arrived.ts';
import type { BenchImage } from './image.ts';
import { atADistance, type Distance, type Distant } from './line/distance.ts';
import type { Registries } from './registries.ts';
import type { Copying, Way } from './ways/way.ts';

/** A registry that has the image, from which it is copied to one that is empty each time. */
export interface Place {
  copyBy(way: Way, options?: CopyOptions): Promise<Copied>;
  /** Copies by something else than a way, such as one that looks at memory, and gives what it gives. */
  copyWith<Result>(copy: (copying: Copying) => Promise<Result>): Promise<Result>;
}

/** What there is besides. */
export interface CopyOptions {
  /** An image in another repository of the destination. */
  readonly sibling?: BuiltImage;
  /** Whether the copy is told of that. */
  readonly mounts?: boolean;
}

/** How one copy went. */
export interface Copied {
  readonly wallMs: number;
  /** What went to the destination, requests included; 0 where it is at no distance. */
  readonly sentBytes: number;
}

const REPOSITORY = 'team/api';
const SIBLING = 'team/base';
const TAG = 'v1';

/** Measures in such a place, with both registries at the same distance. */
export async function withPlace<Result>(
  registries: Registries | NotMeasured,
  image: BenchImage,
  distance: Distance,
  signal: AbortSignal,
  measure: (place: Place) => Promise<Result>,
): Promise<Result | NotMeasured> {
  if ('why' in registries) return registries;
  const source = await seen(await registries.start(), distance);
  try {
    await pushAll(source.server, image);
    return await measure(placeAround(source, registries, image, distance, signal));
  } finally {
    await source.stop();
  }
}

/** A distance, for those who read the figures. */
export function inWords({ ms, gigabits }: Distance): string {
  const rate = gigabits === undefined ? '' : `, ${gigabits} Gbit/s`;
  return ms === 0 ? 'on this machine' : `${ms} ms a request${rate}`;
}

function placeAround(
  source: Seen,
  registries: Registries,
  image: BenchImage,
  distance: Distance,
  signal: AbortSignal,
): Place {
  async function copied<Result>(
    copy: (copying: Copying) => Promise<Result>,
    withReferrers: boolean,
    { sibling, mounts = false }: CopyOptions,
  ): Promise<{ readonly result: Result; readonly sentBytes: number }> {
    signal.throwIfAborted();
    const target = await seen(await registries.start(), distance);
    const home = mkdtempSync(path.join(tmpdir(), 'copy-'));
    try {
      if (sibling) await pushTo(target.server, SIBLING, 'latest', sibling);
      const result = await copy({
        source: `${source.host}/${REPOSITORY}@${image.index.digest}`,
        target: `${target.host}/${REPOSITORY}:${TAG}`,
        mountFrom: mounts ? [`${target.host}/${SIBLING}`] : [],
        home,
        signal,
      });
      const { endpoint } = target.server;
      await assertArrived(image, { endpoint, repository: REPOSITORY, tag: TAG }, withReferrers);
      return { result, sentBytes: target.sentBytes() };
    } finally {
      await target.stop();
      rmSync(home, { recursive: true, force: true });
    }
  }

  return {
    async copyBy(way, options = {}) {
      const { result, sentBytes } = await copied(way.copy, way.carriesReferrers, options);
      return { wallMs: result, sentBytes };
    },
    copyWith: async (copy) => (await copied(copy, true, {})).result,
  };
}

interface Seen extends Distant {
  readonly server: RegistryServer;
}

async function seen(server: RegistryServer, distance: Distance): Promise<Seen> {
  if (distance.ms === 0) return { server, host: server.host, sentBytes: () => 0, stop: server.stop };
  const distant = await atADistance(server.host, distance);
  return {
    ...distant,
    server,
    async stop() {
      await distant.stop();
      await server.stop();
    },
  };
}

async function pushAll(server: RegistryServer, { index, referrers, list }: BenchImage): Promise<void> {
  await pushTo(server, REPOSITORY, TAG, index);
  for (const referrer of referrers) await pushTo(server, REPOSITORY, referrer.digest, referrer);
  await pushTo(server, REPOSITORY, list.tag, list.index);
}
