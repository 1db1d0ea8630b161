import { document, type Input, input } from '@actions-aws/action';
import * as z from 'zod';
import { secretIn } from '../config/public.ts';

const values = document(
  z.record(z.string(), z.json()).refine((one) => Object.keys(one).length > 0, 'must have at least one value'),
  { type: 'values, as YAML or JSON' },
);

/** The input for what goes into the pages: values by their names. What looks like a secret is refused, and is not shown. */
export function pageConfig(): Input<Readonly<Record<string, unknown>>> {
  return input(values.type, async (given, surroundings) => {
    const read = await values.parse(given, surroundings);
    if (!read.accepted) return read;
    const secret = secretIn(read.value);
    if (!secret) return read;
    return {
      accepted: false,
      refusals: [
        {
          at: secret.at,
          value: undefined,
          message: `looks like ${secret.what}, and every visitor of the site could read it`,
          remedy: 'Take it out, and replace it where it came from: it may be known by now.',
        },
      ],
    };
  });
}
