import { trial, trialWorld } from './support/sweeps.ts';
import type { UploadWorld } from './support/world.ts';

const all = { contents: 'read', security_events: 'write', pull_requests: 'read' } as const;

let world: UploadWorld;
beforeEach(async () => {
  world = await trialWorld();
});
afterEach(() => world.stop());

async function of(permissions: object, target?: { readonly ref: string; readonly sha: string }) {
  const { outcome, failure } = await trial(world, {
    token: world.local.tokenWith(permissions),
    ...(target && { target }),
  });
  return { outcome, code: failure?.code, hint: failure?.hint };
}

/** A pull request's head. */
function pull(): { readonly ref: string; readonly sha: string } {
  const sha = world.history.commit('topic', { 'src/b.js': 'b\n' }, { parents: [world.sha] });
  world.local.setPull({ number: 5, base: { ref: 'main', sha: world.sha }, head: { ref: 'topic', sha } });
  return { ref: 'refs/pull/5/head', sha };
}

test('what the README names is enough', async () => {
  expect((await of({ contents: 'read', security_events: 'write' })).code).toBe('refused');
  expect((await of(all, pull())).code).toBe('refused');
});

test.each([
  ['contents', 'contents: read', false],
  ['security_events', 'security-events: write', false],
  ['pull_requests', 'pull-requests: read', true],
] as const)('without %s it fails, and says so', async (left, says, isPull) => {
  const { [left]: _, ...rest } = all;
  const { outcome, hint } = await of(rest, isPull ? pull() : undefined);
  expect([outcome, hint]).toEqual(['failed', expect.stringContaining(says)]);
});

test('to read security events is not enough', async () => {
  expect((await of({ ...all, security_events: 'read' })).hint).toContain('security-events: write');
});
