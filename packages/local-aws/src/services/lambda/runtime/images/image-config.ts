import type { ImageConfig } from '@aws-sdk/client-lambda';
import type { ImageCommand } from './entry-point.ts';

/** How an image runs, after what the function overrides. */
export interface RunConfig extends ImageCommand {
  readonly variables: Readonly<Record<string, string>>;
  /** As OCI names it, such as `amd64`. */
  readonly architecture: string | undefined;
}

/**
 * Reads an image's configuration (https://github.com/opencontainers/image-spec/blob/main/config.md). What the function sets in
 * ImageConfig takes the place of the image's (https://docs.aws.amazon.com/lambda/latest/api/API_ImageConfig.html). Whether an entry
 * point of its own drops the image's command, as `docker run` does, is not documented: here each overrides itself alone.
 */
export function runConfig(document: Uint8Array, override: ImageConfig | undefined): RunConfig {
  const { config, architecture } = JSON.parse(Buffer.from(document).toString()) as {
    readonly config?: OciConfig | null;
    readonly architecture?: string;
  };
  const { Entrypoint, Cmd, WorkingDir, Env } = config ?? {};
  const list = (own: readonly string[] | undefined, given: readonly string[] | null | undefined) =>
    own !== undefined && own.length > 0 ? own : (given ?? []);
  return {
    entryPoint: list(override?.EntryPoint, Entrypoint),
    command: list(override?.Command, Cmd),
    workingDirectory: override?.WorkingDirectory || WorkingDir || '/',
    architecture,
    variables: Object.fromEntries((Env ?? []).map((each) => splitAt(each, each.indexOf('=')))),
  };
}

interface OciConfig {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[] | null;
}

function splitAt(text: string, at: number): readonly [string, string] {
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
