import type { NotMeasured } from '../../figure.ts';
import { runProgram } from '../../program.ts';
import { peerProgram } from '../../programs.ts';
import type { Copying, Way } from './way.ts';

/** Another way; or why it cannot be gone. */
export interface Peer {
  /** As the figures call it. */
  readonly name: string;
  readonly way: Way | NotMeasured;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Programs that copy images from one registry to another. */
export function peersOf(env: Env): readonly Peer[] {
  return [
    // https://github.com/google/go-containerregistry/blob/main/cmd/crane/doc/crane_copy.md
    peer(env, 'crane', 'crane copy', false, ({ source, target }) => ['copy', source, target]),
    // https://oras.land/docs/commands/oras_cp
    peer(env, 'oras', 'oras cp -r', true, ({ source, target }) => [
      ...['cp', '-r', '--no-tty', '--from-plain-http', '--to-plain-http'],
      ...[source, target],
    ]),
    // https://github.com/containers/skopeo/blob/main/docs/skopeo-copy.1.md
    peer(env, 'skopeo', 'skopeo copy --all', false, ({ source, target }) => [
      ...['copy', '--all', '--src-tls-verify=false', '--dest-tls-verify=false'],
      ...[`docker://${source}`, `docker://${target}`],
    ]),
  ];
}

function peer(
  env: Env,
  program: string,
  name: string,
  carriesReferrers: boolean,
  argsFor: (copying: Copying) => readonly string[],
): Peer {
  const file = peerProgram(program, env);
  if (typeof file !== 'string') return { name, way: file };
  const copy: Way['copy'] = async (copying) => {
    const { home, signal } = copying;
    // Nothing of the machine's own configuration, and no logins.
    const own = { PATH: env.PATH, HOME: home, TMPDIR: home, DOCKER_CONFIG: home, XDG_RUNTIME_DIR: home };
    return (await runProgram(file, argsFor(copying), { cwd: home, env: own, isSingle: true, signal })).wallMs;
  };
  return { name, way: { name, carriesReferrers, copy } };
}
