import { execFile } from 'node:child_process';
import { oneLine, UserError } from '@actions-aws/action';
import type { Credentials } from '../auth/credentials.ts';

/** What a program is run with. */
export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** How long a program may take: it may ask a service of its own. Milliseconds. */
const PATIENCE_MS = 60_000;
/** The word of all such programs. Source: https://github.com/docker/docker-credential-helpers/blob/master/credentials/error.go */
const NOT_FOUND = 'credentials not found in native keychain';

/**
 * Asks a program that keeps credentials, `docker-credential-NAME`, for those of a registry
 * (https://github.com/docker/docker-credential-helpers#development): the address goes in, a JSON object comes out.
 *
 * @param where The configuration that names it, for messages.
 * @returns `undefined` where it says that it has none.
 * @throws UserError where it does not answer, or fails in any other way.
 */
export async function credentialsOfProgram(
  name: string,
  address: string,
  where: string,
  options: ProgramOptions,
): Promise<Credentials | undefined> {
  const fail = (what: string, hint = 'Log in again before this step, or take the program out of the configuration.') =>
    new UserError(
      `The credentials of ${address} could not be read: docker-credential-${name}, named in ${where}, ${what}.`,
      {
        hint,
      },
    );
  if (!/^[\w.-]+$/.test(name)) throw new UserError(`${where} names a program for credentials that cannot be one.`);
  const { code, stdout, stderr } = await run(`docker-credential-${name}`, address, options);
  if (code === 'ENOENT') throw fail('is not there', 'Install it, or log in without it.');
  if (code === 0) {
    const found = answerIn(stdout);
    if (found) return found;
    throw fail('answered in an unknown form');
  }
  if (stdout.trim() === NOT_FOUND) return undefined;
  // Its own words stand on one of the two; what looks like an answer could hold a secret.
  const said = [stdout, stderr].map((text) => text.trim()).find((text) => text !== '' && !text.includes('{')) ?? '';
  throw fail(`failed (${code})${said === '' ? '' : `: ${oneLine(said).slice(0, 300)}`}`);
}

interface Ran {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, input: string, { env, signal }: ProgramOptions): Promise<Ran> {
  const file = process.platform === 'win32' ? `${program}.exe` : program;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      ['get'],
      { env: { ...env }, timeout: PATIENCE_MS, signal, windowsHide: true },
      (error, stdout, stderr) => {
        if (signal.aborted) reject(signal.reason);
        else resolve({ code: error ? (error.code ?? 'it took too long') : 0, stdout, stderr });
      },
    );
    // It may end without reading.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function answerIn(text: string): Credentials | undefined {
  try {
    const answer = JSON.parse(text) as { readonly Username?: unknown; readonly Secret?: unknown } | null;
    const { Username: username, Secret: secret } = answer ?? {};
    if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
    // Source: https://github.com/docker/docker-credential-helpers#development
    if (username === '<token>') return { kind: 'identity token', token: secret };
    return { kind: 'login', username, password: secret };
  } catch {
    return undefined;
  }
}
