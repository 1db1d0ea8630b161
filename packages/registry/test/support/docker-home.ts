import { constants, copyFile, link, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A folder with Docker's configuration, and programs for credentials beside it. */
export interface DockerHome {
  /** The environment of who logged in there. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Writes a configuration, as text or as a document. */
export async function dockerHome(config: object | string): Promise<DockerHome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'docker-'));
  await writeFile(path.join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
  return { env: { DOCKER_CONFIG: folder }, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Puts a program `docker-credential-NAME` into the folder, which is Node itself and runs this module first: no interpreter
 * line would do on Windows.
 *
 * @param body Statements of a module; `address` is what it was asked for.
 * @returns the environment in which it is found.
 */
export async function withProgram(home: DockerHome, name: string, body: string): Promise<Record<string, string>> {
  const folder = home.env.DOCKER_CONFIG as string;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = path.join(folder, `docker-credential-${name}${suffix}`);
  await rm(program, { force: true });
  // A link is the same file: nothing may ever write to it.
  await link(process.execPath, program).catch(() => copyFile(process.execPath, program, constants.COPYFILE_EXCL));
  const module = path.join(folder, `${name}.mjs`);
  const said = `import { readFileSync } from 'node:fs';\nconst address = readFileSync(0, 'utf8');\n`;
  await writeFile(
    module,
    `${said}if (process.argv[1] !== undefined && !process.argv[1].endsWith('get')) process.exit(9);\n${body}\nprocess.exit();\n`,
  );
  return { ...home.env, PATH: folder, NODE_OPTIONS: `--import ${pathToFileURL(module).href}` };
}

/** A login as Docker writes it. */
export function entry(username: string, password: string): { readonly auth: string } {
  return { auth: Buffer.from(`${username}:${password}`).toString('base64') };
}
