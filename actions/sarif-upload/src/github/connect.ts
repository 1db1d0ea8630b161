import { clientOver } from '@actions-aws/github';
import type { SarifUpload } from '../inputs/inputs.ts';
import type { CodeScanning } from '../ports.ts';
import { codeScanningOver } from './code-scanning.ts';

/** Code scanning of the repository that a run is of, asked until the deadline, or until the signal ends it. */
export function connect(
  { env, clock, log, inputs }: Pick<SarifUpload, 'env' | 'clock' | 'log' | 'inputs'>,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal },
): CodeScanning {
  const { GITHUB_REPOSITORY: repository = '' } = env;
  const tell = (line: string) => log.info(line);
  return codeScanningOver(
    clientOver({ repository, token: inputs.token ?? '', env, clock, signal, until: deadline, tell }),
  );
}
