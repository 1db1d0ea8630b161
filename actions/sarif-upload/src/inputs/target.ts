import { InputError, UserError } from '@actions-aws/action';
import { isSha } from '@actions-aws/git';
import type { Target } from '../ports.ts';
import type { Event } from './event.ts';
import type { Given } from './inputs.ts';

/** Events whose ref is the default branch, though what is scanned may be a pull request's. */
const OF_OTHERS = ['pull_request_target', 'workflow_run', 'issue_comment'];

const REMEDY = 'Give `ref` and `sha` of the commit that was scanned.';

/**
 * Which commit the results are of, and which ref shows them.
 *
 * @param head the commit that is checked out; undefined where nothing is.
 * @throws UserError where that is another commit than the one that they would be shown for.
 */
export function targetFrom(
  { ref, sha, token, dryRun }: Pick<Given, 'ref' | 'sha' | 'token' | 'dryRun'>,
  event: Event,
  head: string | undefined,
): Target {
  if (token === undefined && !dryRun)
    throw new InputError([
      { input: 'token', message: 'is empty', remedy: 'Leave it to its default; only a dry run needs none.' },
    ]);
  if ((ref === undefined) !== (sha === undefined)) {
    const [input, other] = ref === undefined ? ['sha', 'ref'] : ['ref', 'sha'];
    throw new InputError([
      {
        input: input as string,
        value: ref ?? sha,
        message: `says nothing without \`${other}\``,
        remedy: 'Give both, or none.',
      },
    ]);
  }
  const { pull } = event;
  const headOf = (of: string) => (pull && of === `refs/pull/${pull.number}/merge` ? { head: pull.head } : {});
  if (ref !== undefined && sha !== undefined) return { ref, sha, ...headOf(ref) };
  // https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
  if (event.name === 'pull_request' && pull && head === pull.head)
    return { ref: `refs/pull/${pull.number}/head`, sha: head };
  if (!isSha(event.sha) || !event.ref.startsWith('refs/'))
    throw new UserError(`The event ${event.name} names no ref and commit that results could be shown for.`, {
      hint: REMEDY,
    });
  if (head === undefined && OF_OTHERS.includes(event.name))
    throw new UserError(`The event ${event.name} is of the default branch, and what was scanned may be of another.`, {
      hint: REMEDY,
    });
  if (head !== undefined && head !== event.sha)
    throw new UserError(
      `Results of ${head.slice(0, 12)}, which is checked out, would be shown for ${event.sha.slice(0, 12)}, which the event ${event.name} is of.`,
      { hint: REMEDY },
    );
  return { ref: event.ref, sha: event.sha, ...headOf(event.ref) };
}
