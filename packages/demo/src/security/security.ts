import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalGitHub } from '@actions-aws/local-github';
import { newHistory } from '@actions-aws/testing/git';
import type { Means } from '../terminal/turns.ts';
import { pushes } from './pushes.ts';
import { type Left, repository, runPush } from './run-push.ts';

/** How long the local GitHub processes an upload, in milliseconds; the real one takes longer. */
const processingMs = 500;

/**
 * Tells what becomes of four scanners' reports, on a local GitHub of its own, and leaves the page of the last push.
 *
 * @returns whether all went as told.
 * @throws the signal's reason when it aborts; by then everything that was started has ended.
 */
export async function security({
  narrator,
  signal,
  bundles,
  pageFile,
}: Means & { readonly pageFile: string }): Promise<boolean> {
  narrator.title('From four scanners to one verdict and the Security tab, on a GitHub that runs on this machine');
  narrator.paragraph(
    'ESLint, bandit, gitleaks and npm audit are stand-ins here, which know a few rules and write reports of the real ones’ form; nothing leaves this machine.',
  );
  narrator.gap();
  await rm(pageFile, { force: true });
  narrator.now('building the bundles …');
  await bundles();
  narrator.now('');
  const workspaces = await mkdtemp(path.join(tmpdir(), 'offers-'));
  const history = newHistory({ directory: path.join(workspaces, 'server') });
  history.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const [owner = '', name = ''] = repository.split('/');
  const github = await startLocalGitHub({
    repository: { owner, ownerId: 1, name, id: 3, immutableSubjects: false },
    now: () => Date.now(),
    directory: history.directory,
    codeScanning: { processingMs },
  });
  try {
    let left: Left = { files: {}, asTold: true };
    for (const [index, push] of pushes.entries()) {
      left = await runPush(push, index + 1, left, { github, history, workspaces, narrator, signal });
      if (!left.asTold) return false;
    }
    if (left.page === undefined) throw new Error('sarif-aggregate has written no page.');
    await copyFile(left.page, pageFile);
    narrator.title('No scanner’s failure was taken for a clean report.');
    narrator.paragraph(`All findings of the last push, with search and filters: ${path.basename(pageFile)}`);
    return true;
  } finally {
    narrator.now('');
    await github.stop();
    await rm(workspaces, { recursive: true, force: true });
  }
}
