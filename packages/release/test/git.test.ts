import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GitError, tokenSettings, withScratchGit } from '../src/git.ts';

test('a token is shown to its own server, and to no other', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const ask = (settings: Readonly<Record<string, string>>) =>
      withScratchGit((git) => git(['ls-remote', `${address}/org/actions`], { remote: true }), settings);
    await expect(ask(tokenSettings(address, 'secret'))).rejects.toThrow(GitError);
    await expect(ask(tokenSettings('https://github.com', 'secret'))).rejects.toThrow(GitError);
    expect(seen).toEqual([`basic ${Buffer.from('x-access-token:secret').toString('base64')}`, undefined]);
  } finally {
    server.close();
  }
});

test('what begins like an option is an address all the same', async () => {
  await withScratchGit(async (git) => {
    const asked = git(['fetch', '--end-of-options', '--upload-pack=exit 1'], { remote: true });
    await expect(asked).rejects.toThrow(/strange (path|pathname)|does not appear to be a git repository/);
  });
});
