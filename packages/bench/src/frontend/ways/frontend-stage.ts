import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf, parseManifest } from '@actions-aws/testing';
import type { Measured } from '../../figure.ts';
import { type Program, peakMemory, run } from '../../node-program.ts';
import { root } from '../../root.ts';
import type { Uploading, Way } from './way.ts';

const action = path.join(root, 'actions/frontend-stage');

/** Our action, as it ships: it looks at both sites, uploads, points TEST to the release, and asks TEST for it. */
export const frontendStage: Way & {
  /** Uploads as well. @returns the most memory that its process had. */
  peakBytes(uploading: Uploading): Promise<Measured>;
} = {
  name: 'frontend-stage',
  async upload(uploading) {
    const { wallMs, outputs } = await run(staging(uploading), uploading.signal);
    if (outputs.outcome !== 'staged' && outputs.outcome !== 'noop')
      throw new Error(`frontend-stage ended ${outputs.outcome}.`);
    return wallMs;
  },
  peakBytes: (uploading) => peakMemory(staging(uploading), uploading.signal),
};

function staging({ folder, bucket, cloud, sites, run: number, home }: Uploading): Program {
  const inputs = {
    directory: path.basename(folder),
    bucket,
    'test-distribution': sites.test.id,
    'app-distribution': sites.app.id,
    'test-url': sites.test.url,
    'app-url': sites.app.url,
  };
  const env = { GITHUB_RUN_ID: String(1000 + number), GITHUB_RUN_NUMBER: String(number) };
  const { runs } = parseManifest(readFileSync(path.join(action, 'action.yml'), 'utf8'));
  return {
    args: [path.join(action, runs?.main ?? 'dist/index.js')],
    folder: home,
    env: environmentOf({ action, workspace: path.dirname(folder), inputs, env, cloud }),
  };
}
