import path from 'node:path';
import type { Event } from './event/event.ts';
import { runnerLabels } from './runners.ts';

/** Where things are that act is told of. */
export interface CallPlaces {
  readonly repository: string;
  readonly cache: string;
  readonly home: string;
  readonly eventFile: string;
  /** Folders, by the reference that they stand for. */
  readonly local: ReadonlyMap<string, string>;
}

/** Arguments of act for one workflow file. Nothing is taken from files of the user's: each kind is named, and empty. */
export function actArguments(
  workflowFile: string,
  event: Event,
  places: CallPlaces,
  given: {
    readonly env: Readonly<Record<string, string>>;
    readonly variables: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
    readonly defaultBranch: string;
  },
): string[] {
  const each = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const none = ['--env-file', '--secret-file', '--var-file', '--input-file'].flatMap((flag) => [flag, nothing]);
  return [
    event.name,
    ...['-C', places.repository, '-W', path.join(places.repository, workflowFile)],
    ...['-e', places.eventFile, '-a', event.actor, '--defaultbranch', given.defaultBranch],
    ...none,
    // act would copy the folder itself for a step of checkout, whole.
    '--no-skip-checkout',
    ...['--action-cache-path', places.cache, '--no-cache-server'],
    ...['--artifact-server-addr', '127.0.0.1', '--cache-server-addr', '127.0.0.1'],
    ...runnerLabels.flatMap((label) => ['-P', `${label}=-self-hosted`]),
    ...[...places.local].flatMap(([reference, folder]) => ['--local-repository', `${reference}=${folder}`]),
    ...each('--env', given.env),
    ...each('--var', given.variables),
    ...each('-s', given.secrets),
  ];
}

const nothing = process.platform === 'win32' ? 'NUL' : '/dev/null';

/** The environment of act itself, all of which its steps see: what programs need to start, and nothing else of the user's. */
export function actEnvironment(
  env: NodeJS.ProcessEnv,
  { programs, nodeFolder, home }: { readonly programs: string; readonly nodeFolder: string; readonly home: string },
): Record<string, string> {
  // Where the machine's network has certificates of its own, npm needs them: https://nodejs.org/api/cli.html#node_extra_ca_certsfile
  const names = ['LANG', 'LC_ALL', 'SystemRoot', 'TEMP', 'TMP', 'COMSPEC', 'PATHEXT', 'NODE_EXTRA_CA_CERTS'];
  const kept = names.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    // Actions of `using: node24` run the first Node that is found.
    PATH: [programs, nodeFolder, env.PATH ?? ''].join(path.delimiter),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    // act gives steps a terminal, in which git and the AWS CLI would wait for a key; on GitHub there is none.
    PAGER: 'cat',
  };
}
