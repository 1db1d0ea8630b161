import { type RegistryServer, startCraneRegistry, startDistribution } from '@actions-aws/testing/registries';
import type { NotMeasured } from '../figure.ts';
import { peerProgram } from '../programs.ts';

/** A registry that everything is measured with, started anew and empty each time. */
export interface Registries {
  /** Such as `distribution`, for those who read the figures. */
  readonly name: string;
  start(): Promise<RegistryServer>;
}

/** The reference of OCI's registries where its program is there, else the one of go-containerregistry; or why there is none. */
export function registries(env: Readonly<Record<string, string | undefined>>): Registries | NotMeasured {
  const distribution = peerProgram('registry', env);
  if (typeof distribution === 'string') {
    return { name: 'distribution’s `registry`', start: () => startDistribution(distribution) };
  }
  const crane = peerProgram('crane', env);
  if (typeof crane === 'string') return { name: '`crane registry serve`', start: () => startCraneRegistry(crane) };
  return { why: `${distribution.why}, nor a \`crane\`` };
}
