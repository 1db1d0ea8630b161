import { InputError } from '@actions-aws/action';
import type { Wanted } from '../build/build.ts';
import type { Given } from './inputs.ts';

/**
 * Reads the rules that span inputs, before any file is read.
 *
 * @throws InputError naming what is wrong.
 */
export function buildWanted(given: Given): Wanted {
  if (given.testDistribution === given.appDistribution) {
    throw new InputError([
      {
        input: 'app-distribution',
        value: given.appDistribution,
        message: 'is the same as `test-distribution`',
        remedy: 'Give each site a distribution of its own: users of APP must not meet the candidate.',
      },
    ]);
  }
  const { directory, assets, exclude, headerRules: headers = [], config, configId: id, precompressed } = given;
  return { directory, assets, exclude, headers, config: config && { id, value: config }, precompressed };
}
