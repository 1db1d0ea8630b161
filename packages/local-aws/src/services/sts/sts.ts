import * as sdk from '@aws-sdk/client-sts';
import { AwsError } from '../../kernel/errors.ts';
import { validatePolicy } from '../../kernel/iam.ts';
import type { Operation, Place, Service } from '../../kernel/service.ts';
import { assumeRole, assumeRoleWithWebIdentity } from './assume.ts';
import { hostOf, type Provider, validateProvider } from './providers.ts';
import { assertDuration, mint, roleId, type StsPorts, uniqueId } from './session.ts';
import type { Role, StsState } from './state.ts';
import { validateTrust } from './trust.ts';

/** STS: who calls, and temporary credentials that expire on the local clock. */
export function sts(ports: StsPorts): Service<StsState> {
  return {
    name: 'sts',
    protocol: 'query',
    sdk,
    scope: 'partition',
    initialState: () => ({ roles: new Map(), providers: new Map() }),
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html: "does not require AWS credentials"
    unsigned: ['AssumeRoleWithWebIdentity'],
    operations: {
      GetCallerIdentity: getCallerIdentity,
      AssumeRole: assumeRole(ports),
      AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(ports),
      GetSessionToken: getSessionToken(ports),
    } as Service<StsState>['operations'],
    control: { registerRole, registerProvider },
  };
}

function registerRole({ state }: Place<StsState>, role: Role): void {
  if (role.policy) validatePolicy(role.policy);
  if (role.trust) validateTrust(role.trust);
  state.roles.set(role.arn, role);
}

/** From now on the account of the call has the provider, and only what its keys signed is an identity there. */
function registerProvider({ state, account }: Place<StsState>, provider: Provider): void {
  validateProvider(provider);
  state.providers.set(`arn:aws:iam::${account}:oidc-provider/${hostOf(provider.url)}`, provider);
}

/** Needs no permission, even under an explicit deny: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity: Operation<StsState, sdk.GetCallerIdentityRequest, sdk.GetCallerIdentityResponse> = {
  takes: [],
  resource: () => '*',
  authorizes: () => [],
  run: ({ account, principal }) => ({ Account: account, Arn: principal, UserId: userId(account, principal) }),
};

function userId(account: string, principal: string): string {
  const session = /:assumed-role\/([^/]+)\/(.+)$/.exec(principal);
  if (session) return `${roleId(account, session[1]!)}:${session[2]}`;
  return principal.endsWith(':root') ? account : `AIDA${uniqueId(principal)}`;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
function getSessionToken(
  ports: StsPorts,
): Operation<StsState, sdk.GetSessionTokenRequest, sdk.GetSessionTokenResponse> {
  return {
    takes: ['DurationSeconds'],
    resource: () => '*',
    authorizes: () => [],
    run(call, { DurationSeconds = 43_200 }) {
      if (call.accessKeyId.startsWith('ASIA')) {
        throw new AwsError('AccessDenied', 403, 'Cannot call GetSessionToken with session credentials');
      }
      assertDuration(DurationSeconds, 129_600);
      const who = { account: call.account, principalArn: call.principal, ...ports.limitsOf(call.accessKeyId) };
      return { Credentials: mint(call, ports, DurationSeconds, who) };
    },
  };
}
