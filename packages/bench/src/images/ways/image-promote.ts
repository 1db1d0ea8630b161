import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf, parseManifest } from '@actions-aws/testing';
import type { Measured } from '../../figure.ts';
import { type Program, peakMemory, run } from '../../node-program.ts';
import { root } from '../../root.ts';
import type { Copying, Way } from './way.ts';

const action = path.join(root, 'actions/image-promote');

/** Our action, as it ships: what refers to the image comes along, all digests are verified, and all manifests read again. */
export const imagePromote: Way & {
  /** Copies as well. @returns the most memory that its process had. */
  peakBytes(copying: Copying): Promise<Measured>;
} = {
  name: 'image-promote',
  carriesReferrers: true,
  async copy(copying) {
    const { wallMs, outputs } = await run(promotion(copying), copying.signal);
    if (outputs.outcome !== 'promoted') throw new Error(`image-promote ended ${outputs.outcome}.`);
    return wallMs;
  },
  peakBytes: (copying) => peakMemory(promotion(copying), copying.signal),
};

function promotion({ source, target, mountFrom, home }: Copying): Program {
  const [from = '', digest = ''] = source.split('@');
  const [, to = '', tag = ''] = /^(.*):([^:/]+)$/.exec(target) ?? [];
  const inputs = { from, to, digest, tags: tag, referrers: 'require', 'mount-from': mountFrom.join(','), token: '' };
  const { runs } = parseManifest(readFileSync(path.join(action, 'action.yml'), 'utf8'));
  return {
    args: [path.join(action, runs?.main ?? 'dist/index.js')],
    folder: home,
    env: environmentOf({ action, workspace: home, inputs }),
  };
}
