import type { TargetCheck } from '@actions-aws/checks';
import type { Alias, FunctionVersion } from '@actions-aws/lambda';
import { readMark } from '@actions-aws/promotion';
import { plan, proofFor } from '../../src/plan/plan.ts';
import type { Desired, Observed } from '../../src/plan/state.ts';

/** A check that every table has. */
export const check: TargetCheck = { kind: 'payload', name: 'health', payload: {}, expect: { json: [] } };

/** A promotion of new code by run 812. */
export const desired: Desired = {
  functionName: 'api',
  optional: false,
  alias: 'live',
  source: { kind: 'package', codeSha256: 'new-code' },
  smoke: [check],
  smokeOn: 'latest',
  verify: [check],
  canary: [],
  until: undefined,
  holdForMs: 3_600_000,
  settleMs: 120_000,
  minInvocations: 1,
  keepVersions: undefined,
  allowOlder: false,
  allowUnqualified: false,
  deployer: { owner: { run: '812', attempt: 1, nonce: '00000001' }, order: { workflow: 'aaaa', number: 57 } },
};

/** A version, published and Active. */
export function version(number: string, codeSha256: string, more: Partial<FunctionVersion> = {}): FunctionVersion {
  return {
    version: number,
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:api:${number}`,
    codeSha256,
    resolvedImage: '',
    revisionId: `revision-of-${number}`,
    state: 'Active',
    stateReason: '',
    lastUpdateStatus: 'Successful',
    lastUpdateReason: '',
    description: '',
    timeoutMs: 3000,
    configuration: { MemorySize: 128 },
    runtimeVersion: '',
    ...more,
  };
}

/** An alias, as it was read. */
export function alias(name: string, to: string, description = '', weights: Record<string, number> = {}): Alias {
  return { name, arn: `arn:${name}`, version: to, weights, description, mark: readMark(description), revisionId: 'r' };
}

export const ours = 'lambda-promote from=6 run=812.1 nonce=00000001 order=aaaa:57';
export const oursBefore = 'lambda-promote from=6 run=812.1 nonce=0000000f order=aaaa:57';
export const theirs = 'lambda-promote from=6 run=900.1 nonce=00000002 order=bbbb:3';

/** Version 6 is live, and its code is on `$LATEST`. */
export const settled: Observed = {
  latest: version('$LATEST', 'old-code'),
  replaced: undefined,
  alias: alias('live', '6'),
  previousAlias: alias('live-previous', '5'),
  live: version('6', 'old-code'),
  canary: undefined,
  at: Date.parse('2026-05-04T12:00:00Z'),
  baked: 0,
  unqualified: [],
  unread: [],
  provisioned: undefined,
  versions: [],
  referenced: new Set(),
  uses: new Map(),
  met: new Set(),
  candidate: undefined,
  kept: false,
  keptVersion: undefined,
  storage: {},
  runtimePin: 'none',
  resend: 'no',
  passed: [],
  verified: false,
  moved: false,
  failure: undefined,
  restored: false,
  stuck: false,
  unreadable: false,
};

export const uploaded = version('$LATEST', 'new-code');
export const proof = `lambda-promote run=812.1 nonce=00000001 proof=${proofFor('new-code', desired)}`;
export const published = version('7', 'new-code', { description: proof });
export const moved: Observed = { ...settled, latest: uploaded, candidate: published, alias: alias('live', '7', ours) };

/** The steps in short: `smoke $LATEST, publish`. */
export function steps(observed: Partial<Observed>, asked: Partial<Desired> = {}): string {
  return plan({ ...settled, ...observed }, { ...desired, ...asked })
    .steps.map(({ do: verb, ...rest }) => {
      const { version, from, to, share } = rest as { version?: string; from?: string; to?: string; share?: number };
      return [verb, version, to && `${from ?? 'nothing'} > ${to}`, share].filter(Boolean).join(' ');
    })
    .join(', ');
}
