import { statSync } from 'node:fs';
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

/** What every job of a user downloads and Node parses. */
export function bundleMegabytes(peer: string | NotMeasured): { readonly ours: number; readonly peer: Measured } {
  const size = (folder: string) => statSync(path.join(folder, 'dist/index.js')).size / 1e6;
  return { ours: size(lambdaPromoteFolder), peer: typeof peer === 'string' ? size(peer) : peer };
}
