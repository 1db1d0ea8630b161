import { InputError } from '@actions-aws/action';
import type { Choice } from '../compare/decision.ts';
import { hasName } from '../components/pattern-list.ts';
import type { Wanted } from '../event/rows.ts';
import { bytesOf } from '../paths.ts';
import type { Given } from './inputs.ts';

type States = Pick<Given, 'since' | 'sinceJob' | 'sinceEnvironment' | 'tags' | 'base' | 'head'>;

/** Says that the base is the newest commit that this workflow delivered. */
export const LAST_SUCCESS = 'last-success';

/**
 * What the workflow's author asks for, of the two states.
 *
 * @throws InputError where inputs contradict each other, or one would do nothing.
 */
export function wantedFrom({
  since,
  sinceJob,
  sinceEnvironment,
  tags,
  base,
  head,
}: States): Wanted & { readonly choice: Choice } {
  const problems = [
    ...[['since-job', sinceJob] as const, ['since-environment', sinceEnvironment] as const].flatMap(([input, value]) =>
      value === undefined || since === LAST_SUCCESS
        ? []
        : [
            {
              input,
              value,
              message: `does nothing without \`since: ${LAST_SUCCESS}\``,
              remedy: 'Add that, or take this out.',
            },
          ],
    ),
    ...(base !== undefined && since !== undefined
      ? [
          {
            input: 'base',
            value: base,
            message: 'cannot be given together with `since`',
            remedy: 'Take one of them out.',
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const choice = { tags: tags && ((name: string) => hasName(tags, bytesOf(name))), sinceJob, sinceEnvironment };
  return { since, base, head, choice };
}
