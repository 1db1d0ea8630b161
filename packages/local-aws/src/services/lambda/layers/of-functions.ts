import type { Layer } from '@aws-sdk/client-lambda';
import { invalidParameter } from '../errors.ts';
import type { LambdaPlace } from '../place.ts';
import type { Settings } from '../state.ts';

/** Layers of one function (Lambda quotas). */
const most = 5;
/** 250 MB of a function's code and its layers, of all files together (Lambda quotas). */
const unzippedLimit = 262_144_000;

/** The layers that a function is given; throws AWS's refusals (recorded). */
export function layersOf(place: LambdaPlace, arns: readonly string[]): Layer[] | undefined {
  if (arns.length > most) throw invalidParameter(`Cannot reference more than ${most} layers.`);
  if (arns.some((arn) => arn.split(':')[3] !== place.region && arn.split(':')[3] !== '')) {
    throw invalidParameter(
      `Layers are not in the same region as the function. Layers are expected to be in region ${place.region}.`,
    );
  }
  const seen = new Map<string, string>();
  const layers = arns.map((arn) => {
    const layer = place.state.layers.versions.get(arn);
    if (layer === undefined || layer.deleted) throw invalidParameter(`Layer version ${arn} does not exist.`);
    const whole = arn.replace(/:\d+$/, '');
    const other = seen.get(whole);
    if (other !== undefined) {
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(whole, arn);
    return { Arn: arn, CodeSize: layer.codeSize };
  });
  return layers.length > 0 ? layers : undefined;
}

/** Refuses code and layers that are too much together; `unzipped` are the bytes of all files of the code. */
export function assertTogether(
  place: LambdaPlace,
  { Layers = [] }: Pick<Settings, 'Layers'>,
  unzipped: () => number,
): void {
  if (Layers.length === 0) return;
  const sizes = Layers.map(({ Arn }) => place.state.layers.versions.get(Arn ?? '')?.unzippedSize ?? 0);
  const size = sizes.reduce((sum, each) => sum + each, unzipped());
  if (size > unzippedLimit) {
    // lambci/git-lambda-layer#27
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${unzippedLimit} bytes. The actual size is ${size} bytes.`,
    );
  }
}

/** What of a layer is in an execution environment: its archive, where it is kept here. */
export function archiveOf({ state }: LambdaPlace, arn: string): { codeSha256: string; zip: Uint8Array } | undefined {
  const codeSha256 = state.layers.versions.get(arn)?.codeSha256;
  const zip = codeSha256 === undefined ? undefined : state.packages.get(codeSha256);
  return codeSha256 === undefined || zip === undefined ? undefined : { codeSha256, zip };
}
