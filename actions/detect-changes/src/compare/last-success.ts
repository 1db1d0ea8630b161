import { UserError } from '@actions-aws/action';
import type { LastSuccess } from '../event/question.ts';
import type { History } from '../ports.ts';
import type { Answers, Decision, Undecided } from './decision.ts';

/** Commits that are looked at besides the base. */
const MOST_ATTEMPTED = 50;

/**
 * The commit that was delivered last, and those that later runs may have delivered in part before they failed: where such a
 * commit is reverted, nothing differs from the last success, and yet the failed run's part must go.
 */
export async function lastSuccess(
  { history, github, choice }: Answers,
  { workflow, branch, runId, recorded }: LastSuccess,
  head: string,
): Promise<Decision | Undecided> {
  const strategy = 'last-success';
  if (!github) return { undecided: 'Without a token GitHub cannot be asked for the last success.', head, strategy };
  await makeSureItIsRecorded(history, recorded, head);
  const { sinceJob: job, sinceEnvironment: environment } = choice;
  const found = await (await github()).lastSuccess({
    workflow,
    branch,
    currentRunId: runId,
    ...(job ? { job } : {}),
    ...(environment ? { environment } : {}),
  });
  if (!found) {
    const reason = `Nothing was delivered from \`${branch}\` yet: everything is new.`;
    return { base: undefined, head, strategy, reason };
  }
  if ('reason' in found) return { undecided: found.reason, head, strategy };
  const { sha: base, run } = found;
  const besides = [...new Set(found.attempted)].filter((sha) => sha !== base && sha !== head);
  if (besides.length > MOST_ATTEMPTED) {
    const undecided = `Since run ${run} delivered, runs of ${besides.length} commits did not succeed, and each may have delivered a part.`;
    return { undecided, head, strategy };
  }
  return { base, besides, head, strategy, reason: reasonOf(run, besides) };
}

/**
 * GitHub records a run for one commit, also where another one is checked out. Where that is an older one, as by `ref` at
 * actions/checkout, the run's success would say that something was delivered that was not, and a later run would leave it out.
 *
 * @throws UserError unless what is delivered contains what is recorded.
 */
async function makeSureItIsRecorded(history: History, recorded: string, head: string): Promise<void> {
  if (head === recorded) return;
  const shared = await history.mergeBase(recorded, head);
  if (typeof shared === 'object' && shared.sha === recorded) return;
  throw new UserError(
    `GitHub records this run for the commit ${recorded}, and what is compared is ${head}, which does not contain it: \`since: last-success\` would take for delivered what was not.`,
    {
      hint: 'Check out the run’s own commit, without `ref` at actions/checkout, or let the deployment move a tag and give `since` its name.',
      code: 'not-recorded',
    },
  );
}

function reasonOf(run: number, besides: readonly string[]): string {
  const delivered = `Compared with what run ${run} delivered`;
  if (besides.length === 0) return `${delivered}.`;
  const commits = besides.length === 1 ? 'one commit' : `${besides.length} commits`;
  return `${delivered}, and with ${commits} that runs since then may have delivered in part.`;
}
