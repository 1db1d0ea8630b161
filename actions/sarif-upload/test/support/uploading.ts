import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { recordingLog } from '@actions-aws/action';
import { connect } from '../../src/github/connect.ts';
import type { ReportedRun } from '../../src/reading/report.ts';
import type { Result } from '../../src/result.ts';
import { prepare } from '../../src/steps/prepare.ts';
import { upload, type Wanted } from '../../src/upload.ts';
import { TIMEOUT, type UploadWorld } from './world.ts';

/** What a test wants otherwise. */
export interface Asked extends Partial<Wanted> {
  readonly token?: string;
  readonly signal?: AbortSignal;
}

/** Uploads runs for the commit on `main`, over the wire and on the world's clock. */
export async function uploading(
  world: UploadWorld,
  runs: readonly ReportedRun[],
  { token = world.local.token, signal = new AbortController().signal, ...asked }: Asked = {},
): Promise<Result & { readonly log: string }> {
  const log = recordingLog();
  const hashes = { line: () => undefined, text: (text: string) => createHash('sha256').update(text).digest('hex') };
  const temp = mkdtempSync(join(world.temp, 'run-'));
  const preparation = await prepare({ runs, unreadable: [] }, { temp, hashes, signal });
  const env = { GITHUB_API_URL: world.local.endpoint, GITHUB_REPOSITORY: 'octo/search' };
  const { clock } = world;
  const deadline = clock.now() + TIMEOUT;
  const target = { ref: 'refs/heads/main', sha: world.sha };
  const wanted: Wanted = {
    target,
    dryRun: false,
    timeout: TIMEOUT,
    whenUnavailable: 'fail',
    isForeign: false,
    ...asked,
  };
  const inputs = { token } as Parameters<typeof connect>[0]['inputs'];
  const connecting = async (within: AbortSignal) => connect({ env, clock, log, inputs }, { deadline, signal: within });
  const result = await upload(preparation, wanted, { clock, signal, log, deadline, connect: connecting });
  return { ...result, log: log.text() };
}

/** What became of each analysis, such as `Lint a landed`. */
export function fates({ fates: all }: Result): readonly string[] {
  return [...all].map(([{ tool, category }, { state }]) =>
    [tool, category, state].filter((word) => word !== '').join(' '),
  );
}
