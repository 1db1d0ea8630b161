import { mkdir, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { serveGit } from '@actions-aws/testing/git';

/** The repository where a step fetches it, as on GitHub. */
export interface Server {
  /** `GITHUB_SERVER_URL`. */
  readonly url: string;
  /** Where the repository of the last event is: one path for all. */
  readonly directory: string;
  /** From now on it is this one. */
  show(repository: string): Promise<void>;
  /** A token that may read it. */
  admit(token: string): void;
  stop(): Promise<void>;
}

/** Serves a repository, such as `octo/search`, over HTTP to those who are admitted; `below` is a folder for it. */
export async function startServer(below: string, name: string): Promise<Server> {
  const root = path.join(below, 'served');
  const directory = path.join(root, ...name.split('/'));
  await mkdir(path.dirname(directory), { recursive: true });
  const admitted = new Set<string>();
  const server = await serveGit({ root, allows: (authorization) => admitted.has(tokenIn(authorization)) });
  let count = 0;
  return {
    url: server.url,
    directory,
    async show(repository) {
      count += 1;
      const fresh = path.join(below, `served-${count}`);
      // A junction needs no permission on Windows. It is moved into its place, so that there always is one.
      await symlink(repository, fresh, 'junction');
      await rename(fresh, directory);
    },
    admit: (token) => void admitted.add(token),
    stop: () => server.close(),
  };
}

/** Git sends a token as the password of any user: https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api */
function tokenIn(authorization = ''): string {
  const [, encoded = ''] = /^basic (\S+)$/i.exec(authorization) ?? [];
  return Buffer.from(encoded, 'base64')
    .toString()
    .replace(/^[^:]*:/, '');
}
