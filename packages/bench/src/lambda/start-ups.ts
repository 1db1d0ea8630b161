import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Surroundings } from '../benchmark.ts';
import type { Measured, NotMeasured } from '../figure.ts';
import { bareNode, inTurns, untilFirstError, untilFirstRequest } from '../start-up.ts';
import { uploadOf } from './aws-lambda-deploy.ts';
import { baselineBuild, baselineIn, floorBuild } from './builds.ts';
import type { Starting, StartUpRuns } from './comparisons.ts';
import { lambdaPromoteFolder, promotionOf } from './lambda-promote.ts';

/**
 * Starts Node, our bundle and the others in turn, without inputs and with those of a deployment of one function; and tells
 * the sizes of bundles.
 */
export async function startUps(
  peer: string | NotMeasured,
  workspace: string,
  { starts, env, signal, say }: Pick<Surroundings, 'env' | 'signal' | 'say'> & { readonly starts: number },
): Promise<StartUpRuns> {
  const there = typeof peer === 'string' ? peer : undefined;
  const baseline = baselineIn(env);
  const [bare, floor, before] = await Promise.all([
    bareNode(),
    floorBuild(signal),
    typeof baseline === 'string' ? baselineBuild(baseline) : undefined,
  ]);
  try {
    say(`Starting each bundle ${starts} times.`);
    const error = await inTurns(starts, signal, {
      bare: () => untilFirstError(bare.step),
      ours: () => untilFirstError({ action: lambdaPromoteFolder }),
      ...(there && { peer: () => untilFirstError({ action: there }) }),
    });
    const promotion = promotionOf(['service-01'], workspace);
    const request = await inTurns(starts, signal, {
      bare: () => untilFirstError(bare.step),
      floor: () => untilFirstRequest({ action: floor.action }),
      ...(before && { baseline: () => untilFirstRequest({ ...promotion, action: before.action }) }),
      ours: () => untilFirstRequest(promotion),
      ...(there && { peer: () => untilFirstRequest(uploadOf(there, 'service-01', workspace)) }),
    });
    const of = ({ bare, ours, peer: theirs }: typeof error): Starting => ({
      ours: ours ?? [],
      bareNode: bare ?? [],
      peer: theirs ?? (peer as NotMeasured),
    });
    return {
      firstError: of(error),
      firstRequest: {
        ...of(request),
        baseline: request.baseline ?? (baseline as NotMeasured),
        floor: request.floor ?? [],
      },
      bundleMegabytes: bundleMegabytes(peer),
    };
  } finally {
    await Promise.all([bare, floor, before].map((one) => one?.remove()));
  }
}

function bundleMegabytes(peer: string | NotMeasured): { readonly ours: number; readonly peer: Measured } {
  return { ours: megabytesOf(lambdaPromoteFolder), peer: typeof peer === 'string' ? megabytesOf(peer) : peer };
}

/** All the code in an action's `dist/`, which every job of a user downloads, whether Node comes to parse it or not. */
export function megabytesOf(action: string): number {
  const dist = path.join(action, 'dist');
  const code = readdirSync(dist, { encoding: 'utf8', recursive: true }).filter((file) => /\.[cm]?js$/.test(file));
  return code.reduce((bytes, file) => bytes + statSync(path.join(dist, file)).size, 0) / 1e6;
}
