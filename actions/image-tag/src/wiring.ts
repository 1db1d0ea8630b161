import { openRegistry } from '@actions-aws/registry';
import { secretLike } from './inputs/build-args.ts';
import type { ImageTag } from './inputs/inputs.ts';
import { checkTogether } from './inputs/together.ts';
import { nameImage } from './name-image.ts';

/** Names the image, over the registry that `open` opens. */
export async function main(run: ImageTag, open: typeof openRegistry = openRegistry): Promise<void> {
  const { inputs, env, clock, signal, log } = run;
  checkTogether(inputs);
  for (const key of secretLike(inputs.buildArgs ?? new Map())) {
    log.warning(
      `The build argument ${key} looks like a secret. The history of an image shows its arguments, and its name lets a short one be guessed: hand it over as a secret of the build, and take it out of \`build-args\`.`,
    );
  }
  const until = clock.now() + inputs.timeout;
  const say = { tell: (line: string) => log.info(line), mask: (secret: string) => log.mask(secret) };
  await nameImage(run, open(inputs.image, { env, action: 'image-tag', clock, signal, until, ...say }));
}
