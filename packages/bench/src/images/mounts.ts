import type { Surroundings } from '../benchmark.ts';
import type { Comparison, NotMeasured } from '../figure.ts';
import { inTurns } from '../start-up.ts';
import { type MountRun, mountComparisons } from './comparisons.ts';
import { type BenchImage, lowerHalf } from './image.ts';
import type { Distance } from './line/distance.ts';
import { type Copied, inWords, withPlace } from './place.ts';
import type { Registries } from './registries.ts';
import { imagePromote } from './ways/image-promote.ts';

/** Ours alone, with and without `mount-from`. The sibling is there in both, so that the registry is the same. */
export async function mounts(
  distance: Distance,
  image: BenchImage,
  registries: Registries | NotMeasured,
  { settings, signal, say }: Surroundings,
): Promise<readonly Comparison[]> {
  const where = inWords(distance);
  const sibling = lowerHalf(image);
  say(`image-promote with and without mount-from, ${where}`);
  const measured = await withPlace(registries, image, distance, signal, (place) =>
    inTurns(settings.runs ?? 1, signal, {
      mounted: () => place.copyBy(imagePromote, { sibling, mounts: true }),
      whole: () => place.copyBy(imagePromote, { sibling }),
    }),
  );
  if (isMissing(measured)) return mountComparisons({ where, mounted: measured, whole: measured });
  const { mounted = [], whole = [] } = measured;
  return mountComparisons({ where, mounted: runsIn(mounted), whole: runsIn(whole) });
}

function isMissing(measured: object): measured is NotMeasured {
  return 'why' in measured;
}

function runsIn(copied: readonly Copied[]): MountRun {
  return { wallMs: copied.map(({ wallMs }) => wallMs), sentBytes: copied.map(({ sentBytes }) => sentBytes) };
}
