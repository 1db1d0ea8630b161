import type {
  CreateFunctionRequest,
  ImageConfigResponse,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { invalidParameter } from '../errors.ts';
import type { Settings } from '../state.ts';

type Request = Pick<
  CreateFunctionRequest | UpdateFunctionConfigurationRequest,
  'Handler' | 'Runtime' | 'Layers' | 'ImageConfig'
>;

/** Refuses settings that belong to the other type of package. */
export function assertOfPackage(
  packageType: Settings['PackageType'],
  { Handler, Runtime, Layers = [], ImageConfig }: Request,
): void {
  if (packageType === 'Image') {
    if (Handler !== undefined || Runtime !== undefined || Layers.length > 0) {
      // pulumi/pulumi-aws#5439, of CreateFunction; that UpdateFunctionConfiguration says the same is our guess.
      throw invalidParameter(
        "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.",
      );
    }
  } else if (ImageConfig !== undefined) {
    // AWS's words could not be found.
    throw invalidParameter("Please don't provide ImageConfig when the intended function PackageType is Zip.");
  }
}

/** What a request makes of the image's own settings: all of them anew (recorded), and an empty one takes them away (recorded). */
export function imageConfig(given: NonNullable<Request['ImageConfig']>): ImageConfigResponse | undefined {
  const { EntryPoint = [], Command = [], WorkingDirectory = '' } = given;
  const ImageConfig = {
    ...(EntryPoint.length > 0 && { EntryPoint }),
    ...(Command.length > 0 && { Command }),
    ...(WorkingDirectory !== '' && { WorkingDirectory }),
  };
  return Object.keys(ImageConfig).length > 0 ? { ImageConfig } : undefined;
}
