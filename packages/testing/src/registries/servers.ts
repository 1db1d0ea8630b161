import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Listening, listening } from './listening.ts';

/** A registry that is none of ours, empty and on this machine. */
export interface RegistryServer extends Listening {
  /** As an image's name has it: `127.0.0.1:PORT`. */
  readonly host: string;
}

/** Starts a registry by its program, which is a path or is looked for on the PATH. */
export type StartRegistry = (program: string) => Promise<RegistryServer>;

/**
 * The reference: https://github.com/distribution/distribution. It has no referrers API. Its program is `registry`, made by
 * `go install github.com/distribution/distribution/v3/cmd/registry@VERSION`.
 */
export const startDistribution: StartRegistry = async (program) => {
  const folder = mkdtempSync(join(tmpdir(), 'distribution-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const file = join(folder, 'config.yml');
  // https://distribution.github.io/distribution/about/configuration/
  const config = (port: number) => ({
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'store') } },
    http: { addr: `127.0.0.1:${port}` },
  });
  try {
    return await started(
      program,
      (port) => {
        writeFileSync(file, JSON.stringify(config(port)));
        return ['serve', file];
      },
      // It would look for a collector of traces on this machine.
      { OTEL_TRACES_EXPORTER: 'none' },
      remove,
    );
  } catch (error) {
    remove();
    throw error;
  }
};

/**
 * go-containerregistry's, in memory: https://github.com/google/go-containerregistry/tree/main/pkg/registry. It has a referrers API,
 * which it does not announce by `OCI-Subject`. Its program is `crane`.
 */
export const startCraneRegistry: StartRegistry = (program) =>
  started(program, (port) => ['registry', 'serve', '--address', `127.0.0.1:${port}`]);

async function started(
  program: string,
  args: (port: number) => readonly string[],
  env: Readonly<Record<string, string>> = {},
  stopped = () => {},
): Promise<RegistryServer> {
  const server = await listening(program, args, { env, path: '/v2/' });
  return {
    ...server,
    host: new URL(server.endpoint).host,
    async stop() {
      await server.stop();
      stopped();
    },
  };
}
