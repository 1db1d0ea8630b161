import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Surroundings } from '../benchmark.ts';
import type { Measured, NotMeasured } from '../figure.ts';
import { bareNode, inTurns, untilFirstError, untilFirstRequest } from '../start-up.ts';
import { uploadOf } from './aws-lambda-deploy.ts';
import type { LambdaRuns, Starting } from './comparisons.ts';
import { lambdaPromoteFolder, promotionOf } from './lambda-promote.ts';

/** Starts Node, our bundle and the peer's in turn, without inputs and with those of a deployment of one function. */
export async function startUps(
  peer: string | NotMeasured,
  workspace: string,
  { starts, signal, say }: Pick<Surroundings, 'signal' | 'say'> & { readonly starts: number },
): Promise<Pick<LambdaRuns, 'firstError' | 'firstRequest'>> {
  const bare = await bareNode();
  const there = typeof peer === 'string' ? peer : undefined;
  try {
    say(`Starting each bundle ${starts} times.`);
    const error = await inTurns(starts, signal, {
      bare: () => untilFirstError(bare.step),
      ours: () => untilFirstError({ action: lambdaPromoteFolder }),
      ...(there && { peer: () => untilFirstError({ action: there }) }),
    });
    const request = await inTurns(starts, signal, {
      bare: () => untilFirstError(bare.step),
      ours: () => untilFirstRequest(promotionOf(['service-01'], workspace)),
      ...(there && { peer: () => untilFirstRequest(uploadOf(there, 'service-01', workspace)) }),
    });
    const of = ({ bare, ours, peer: theirs }: typeof error): Starting => ({
      ours: ours ?? [],
      bareNode: bare ?? [],
      peer: theirs ?? (peer as NotMeasured),
    });
    return { firstError: of(error), firstRequest: of(request) };
  } finally {
    await bare.remove();
  }
}

/** The sizes of our bundle and of the peer's. */
export function bundleMegabytes(peer: string | NotMeasured): { readonly ours: number; readonly peer: Measured } {
  return { ours: megabytesOf(lambdaPromoteFolder), peer: typeof peer === 'string' ? megabytesOf(peer) : peer };
}

/** All the code in an action's `dist/`, which every job of a user downloads, whether Node comes to parse it or not. */
export function megabytesOf(action: string): number {
  const dist = path.join(action, 'dist');
  const code = readdirSync(dist, { encoding: 'utf8', recursive: true }).filter((file) => /\.[cm]?js$/.test(file));
  return code.reduce((bytes, file) => bytes + statSync(path.join(dist, file)).size, 0) / 1e6;
}
