import { type Log, UserError } from '@actions-aws/action';

/** A file in the code of a function. */
export interface Entry {
  /** Its path in the zip. */
  readonly name: string;
  /** Its bytes, not compressed. */
  readonly size: number;
}

/** Where code comes from, for messages: the input, and what people call what it names. */
export interface Origin {
  readonly input: 'zip' | 's3-uri';
  readonly source: string;
}

/**
 * Lambda wants less than this of all files together, however the code gets there.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, and its refusal, which names the bytes
 * (https://github.com/serverless/serverless/issues/6792).
 */
export const UNZIPPED_LIMIT = 262_144_000;

/** No zip of so many bytes has less than {@link UNZIPPED_LIMIT} in it: what is larger need not be read. */
export const ZIPPED_LIMIT = 2 * UNZIPPED_LIMIT;

/** Folders, or files that lead to them, in which a checkout keeps its history. */
const HISTORIES: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);

/** The path down to a checkout's history that a name leads through; nothing where there is none. */
export function historyIn(name: string): string | undefined {
  const path = name.split('/');
  const found = path.findIndex((folder) => HISTORIES.has(folder));
  return found < 0 ? undefined : path.slice(0, found + 1).join('/');
}

/** Refuses what is no code of a function, or what Lambda would not take, while nothing is written yet. */
export function refuseContents(entries: readonly Entry[], origin: Origin): void {
  if (entries.length === 0) {
    throw unusable(origin, 'it holds no file', 'Look at the step that makes it: it has packed nothing.');
  }
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size >= UNZIPPED_LIMIT) throw tooLarge(origin, size, 'unzipped');
  for (const { name } of entries) {
    const history = historyIn(name);
    if (history !== undefined) {
      throw unusable(
        origin,
        `${history} is in it: the history of a checkout, and maybe credentials, would be in the function`,
        'Pack the folder that the build writes, such as `dist`, instead of the checkout.',
      );
    }
    if (name.includes('\\')) throw withBackslash(origin, name);
  }
}

/** Says what is worth a look, though it may be meant. */
export function tellContents(entries: readonly Entry[], { source }: Origin, log: Log): void {
  const secrets = entries.map(({ name }) => name).filter(mayHoldSecrets);
  if (secrets.length > 0) {
    const more = secrets.length > SHOWN ? `, and ${secrets.length - SHOWN} more` : '';
    log.warning(
      `${source} holds ${secrets.slice(0, SHOWN).join(', ')}${more}. Files of such a name usually hold passwords or keys, and those who may read the function can read its code. Leave them out of the build; give the function what it needs by environment variables, or by Secrets Manager.`,
      { title: 'Secrets may be in the code' },
    );
  }
  const folder = onlyFolderOf(entries);
  if (folder !== undefined) {
    log.info(
      `All files of ${source} are below ${folder}/. Lambda looks for the handler from the root of the zip, so its path has to begin with ${folder}.`,
    );
  }
}

/** How many names a warning lists. */
const SHOWN = 5;

/** Files that exist to hold secrets, by names that tools give them, so that no other file is meant. */
const SECRET_FILES = [
  /^\.env(\..+)?$/,
  /^\.netrc$/,
  /^\.git-credentials$/,
  /^id_(rsa|ecdsa|ed25519)$/,
  // google-github-actions/auth writes it into the workspace: https://github.com/google-github-actions/auth#prerequisites
  /^gha-creds-[0-9a-f]+\.json$/,
];
const EXAMPLE = /\.(example|sample|template|dist|defaults?)$/;

function mayHoldSecrets(name: string): boolean {
  const path = name.split('/');
  // What a registry has published is no secret.
  if (path.includes('node_modules')) return false;
  const file = path.at(-1) ?? '';
  if (path.slice(-2).join('/') === '.aws/credentials') return true;
  return SECRET_FILES.some((pattern) => pattern.test(file)) && !EXAMPLE.test(file);
}

function onlyFolderOf(entries: readonly Entry[]): string | undefined {
  const [folder, ...below] = entries[0]?.name.split('/') ?? [];
  return below.length > 0 && entries.every(({ name }) => name.startsWith(`${folder}/`)) ? folder : undefined;
}

/** The refusal of a name that another system's path has become: https://github.com/aws/aws-cli/issues/8501 */
export function withBackslash(origin: Origin, name: string): UserError {
  return unusable(
    origin,
    `${name} has a backslash in its name, which Lambda takes as a letter and not as a folder`,
    'Rename the file; or, where Windows has made the zip, make it with forward slashes: give `zip` the folder, and this action packs it.',
  );
}

/** The refusal of more than Lambda takes. */
export function tooLarge(origin: Origin, bytes: number, as: 'zipped' | 'unzipped'): UserError {
  return unusable(
    origin,
    `it is ${megabytes(bytes)} MB ${as}, and Lambda takes less than 250 MB unzipped`,
    'Leave out what the function does not need, such as the dependencies of the build; or run the function from a container image.',
  );
}

/** The refusal of code: what was given, why not, and the remedy. */
export function unusable({ input, source }: Origin, why: string, hint: string): UserError {
  return new UserError(`Input \`${input}\` is "${source}", but ${why}.`, { hint });
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
