import { writeFile } from 'node:fs/promises';
import type { StagedPush } from '../story/chapters.ts';
import type { Detection } from '../story/story.ts';
import { checkOut } from './checkout.ts';
import type { PushedCommit, Repository } from './repository.ts';
import { type Job, run } from './run.ts';

/** What detect-changes needs of the workflow that it begins. */
export type Beginning = Pick<Job, 'number' | 'workspace' | 'cloud' | 'signal'> & { readonly repository: Repository };

/** Checks a push out, and has detect-changes find out what it concerns, as a workflow begins. */
export async function detect(push: StagedPush, beginning: Beginning): Promise<Detection> {
  const { repository, ...job } = beginning;
  const pushed = repository.pushOf(push.commit);
  await checkOut(repository.url, pushed.after, job.workspace);
  await writeFile(payloadFile(job), JSON.stringify(payloadOf(pushed)));
  const env = environmentOf(push, beginning);
  // The token's default is an expression; without one only git is asked.
  const inputs = { ...push.detect, token: '' };
  const found = await run({ ...job, action: 'detect-changes', inputs, env, onAws: false, onLog: () => {} });
  return { sha: pushed.after, subject: pushed.subject, files: pushed.files, run: found };
}

/** What the steps of a push's workflow find in their environment. */
export function environmentOf(
  { commit }: StagedPush,
  { repository, workspace }: Pick<Beginning, 'repository' | 'workspace'>,
) {
  const { branch, after } = repository.pushOf(commit);
  return {
    GITHUB_EVENT_PATH: payloadFile({ workspace }),
    GITHUB_REF: `refs/heads/${branch}`,
    GITHUB_SERVER_URL: repository.server,
    GITHUB_SHA: after,
  };
}

function payloadFile({ workspace }: { readonly workspace: string }): string {
  return `${workspace}-event.json`;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
function payloadOf({ branch, before, after, subject }: PushedCommit) {
  return {
    ref: `refs/heads/${branch}`,
    before,
    after,
    created: /^0+$/.test(before),
    deleted: false,
    forced: false,
    commits: [{ id: after, message: subject }],
    repository: { full_name: 'octo/app', default_branch: 'main' },
  };
}
