import type { Mark } from '@actions-aws/promotion';
import type { Pointer } from '@actions-aws/site';
import { outcomeOf, plan } from '../../src/plan/plan.ts';
import type { Desired, Observed } from '../../src/plan/state.ts';
import { buildOf } from './builds.ts';

export const live = buildOf('v1').manifest;
export const next = buildOf('v2').manifest;
export const owner = { run: '812', attempt: 1, nonce: '0a1b2c3d' };

/** What a workflow asks for, unless a test says otherwise. */
export function desiring(some: Partial<Desired> = {}): Desired {
  return {
    bucket: 'shop-site',
    test: 'E1TEST',
    app: 'E2APP',
    staged: { release: next.id, nonce: 'aaaaaaaa' },
    smoke: [],
    asksTest: true,
    require: [],
    unproved: [],
    verify: [{ kind: 'url', name: 'x', url: 'https://x', expect: { json: [] } }],
    settleMs: 15_000,
    allowOlder: false,
    deployer: { owner, order: { workflow: '3f9a1c22d0e4', number: 57 } },
    ...some,
  };
}

/** A pointer on a release, with what is said of its mark. */
export function pointer(release: string | undefined, mark?: Partial<Mark>, deployed = true): Pointer {
  return {
    kind: 'origin-path',
    release,
    raw: release ? `/r/${release}` : '',
    mark: mark && { by: 'frontend-promote', ...(release && { to: release }), ...mark },
    etag: 'E1',
    deployed,
  };
}

/** What is seen as a run begins: `next` is staged, `live` is live; with what a test says of it. */
export function seeing(some: Partial<Observed> = {}): Observed {
  return {
    verdicts: [],
    testUrl: 'https://test',
    appUrl: 'https://app',
    test: pointer(next.id, { by: 'frontend-stage', owner: { run: '700', attempt: 1, nonce: 'aaaaaaaa' } }),
    app: pointer(live.id, { owner: { run: '600', attempt: 1, nonce: 'bbbbbbbb' } }),
    manifest: next,
    misplaced: undefined,
    live,
    kept: [live],
    isWhole: false,
    isProved: false,
    carried: [],
    isNoted: false,
    moved: false,
    isSpread: false,
    isServed: false,
    verified: false,
    isBesideShared: false,
    failure: undefined,
    restored: false,
    isBackEverywhere: 'not yet',
    stuck: false,
    unreadable: false,
    ...some,
  };
}

/** The steps that are left, by their names, and the outcome. */
export function planned(observed: Observed, desired = desiring()): readonly string[] {
  const { steps } = plan(observed, desired);
  return steps.length > 0 ? steps.map((step) => step.do) : [outcomeOf(observed, desired)];
}
