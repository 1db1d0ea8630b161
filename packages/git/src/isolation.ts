/** Environment variables, as a process has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Git's own name for nothing, also on Windows, where it maps it to `nul`. */
const nothing = '/dev/null';

/** Of git's own variables only what a network or an installation needs; every other one could change an answer. */
const kept = /^GIT_(?:EXEC_PATH|SSL_\w+|PROXY_SSL_\w+|HTTP_PROXY_AUTHMETHOD)$/i;

/**
 * What a repository's own configuration says about reading it, said otherwise. Configuration of the user and the system is
 * mostly not read at all.
 */
const settings: readonly (readonly [key: string, value: string])[] = [
  // Who owns the files does not matter to one who only reads objects: containers and self-hosted runners differ in it.
  ['safe.directory', '*'],
  ['core.hooksPath', nothing],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.attributesFile', nothing],
  ['core.quotePath', 'false'],
  ['core.useReplaceRefs', 'false'],
  ['advice.graftFileDeprecated', 'false'],
  // A process that outlives its parent would keep writing, and hold our pipes open.
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

const always: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  LANGUAGE: '',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  // Git asks through a program where it may not ask at a terminal. The empty one is none.
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: nothing,
  GIT_ATTR_NOSYSTEM: '1',
  // What is missing is an answer. Otherwise each object that is looked at would come by a fetch of its own.
  GIT_NO_LAZY_FETCH: '1',
};

/** Reads never use the network: a partial clone would fetch what is missing, and write it to the checkout. */
const offline: Readonly<Record<string, string>> = {
  // For a git that is too old to know the variable above (before 2.44): its fetch finds no protocol that it may use.
  GIT_ALLOW_PROTOCOL: '',
};

const ownConfigurationOnly: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: nothing,
};

/** What the environment of git is made of. */
export interface Isolation {
  readonly env: Env;
  readonly gitDir: string;
  /** Where git runs, unless the repository is bare: the repository's configuration might name a folder that is not there. */
  readonly workTree?: string;
  /** `online` for a fetch, which needs the user's proxy and certificates, and so their configuration. */
  readonly network: 'offline' | 'online';
  /** Whether the configuration of the user and the system is read as well; it always is `online`. */
  readonly readsUserConfiguration?: boolean;
  /** More settings, such as a token's header: they are in the environment, where other users of the machine do not see them. */
  readonly settings?: readonly (readonly [key: string, value: string])[];
}

/**
 * The environment in which git gives the same answer on every machine. Settings stand in `GIT_CONFIG_COUNT` and its like,
 * which is the command's scope: it wins over every file, and `safe.directory` counts there.
 * https://git-scm.com/docs/git-config#ENVIRONMENT
 */
export function isolated({
  env,
  gitDir,
  workTree,
  network,
  readsUserConfiguration = network === 'online',
  settings: more = [],
}: Isolation): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (!/^GIT_/i.test(name) || kept.test(name))) result[name] = value;
  }
  Object.assign(result, always, network === 'offline' ? offline : {}, { GIT_DIR: gitDir });
  if (!readsUserConfiguration) Object.assign(result, ownConfigurationOnly);
  if (workTree !== undefined) result.GIT_WORK_TREE = workTree;
  const all = [...settings, ...more];
  result.GIT_CONFIG_COUNT = String(all.length);
  all.forEach(([key, value], index) => {
    result[`GIT_CONFIG_KEY_${index}`] = key;
    result[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return result;
}
