import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  AssumeRoleWithWebIdentityRequest,
  AssumeRoleWithWebIdentityResponse,
} from '@aws-sdk/client-sts';
import { AwsError } from '../../kernel/errors.ts';
import { type Policy, validatePolicy } from '../../kernel/iam.ts';
import type { Call, Operation } from '../../kernel/service.ts';
import { assertIssued } from './providers.ts';
import { assertDuration, assertSessionName, mint, parseRole, roleId, type StsPorts } from './session.ts';
import type { StsState } from './state.ts';
import { readToken, type WebIdentity } from './token.ts';
import { trusts } from './trust.ts';

/** AssumeRole: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(ports: StsPorts): Operation<StsState, AssumeRoleRequest, AssumeRoleResponse> {
  return {
    takes: ['RoleArn', 'RoleSessionName', 'PolicyArns', 'Policy', 'DurationSeconds', 'Tags', 'SourceIdentity'],
    resource: ({ RoleArn = '' }) => RoleArn,
    authorizes: ({ RoleArn = '', Tags = [], SourceIdentity }) => [
      { action: 'sts:AssumeRole', resource: RoleArn },
      ...(Tags.length > 0 ? [{ action: 'sts:TagSession', resource: RoleArn }] : []),
      ...(SourceIdentity === undefined ? [] : [{ action: 'sts:SetSourceIdentity', resource: RoleArn }]),
    ],
    run: (call, input) => startSession(call, ports, input),
  };
}

/** AssumeRoleWithWebIdentity, which takes no signature: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
export function assumeRoleWithWebIdentity(
  ports: StsPorts,
): Operation<StsState, AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> {
  return {
    takes: ['RoleArn', 'RoleSessionName', 'WebIdentityToken', 'PolicyArns', 'Policy', 'DurationSeconds'],
    resource: ({ RoleArn = '' }) => RoleArn,
    authorizes: ({ RoleArn = '' }) => [{ action: 'sts:AssumeRoleWithWebIdentity', resource: RoleArn }],
    run(call, input) {
      const token = readToken(input.WebIdentityToken ?? '', call.clock.now());
      assertTrusted(call, input, token);
      return {
        ...startSession(call, ports, input),
        SubjectFromWebIdentityToken: token.subject,
        Audience: token.audience,
        Provider: token.issuer,
      };
    },
  };
}

/**
 * An account that knows a provider is as strict as AWS; one that knows none takes any token, for tests that are not about it.
 * A role that does not exist is refused in the same words as one that does not trust:
 * https://github.com/aws-actions/configure-aws-credentials/issues/318, /issues/1100
 */
function assertTrusted(
  { state }: Call<StsState>,
  { RoleArn = '', WebIdentityToken = '' }: AssumeRoleWithWebIdentityRequest,
  { issuer, audience, claims }: WebIdentity,
): void {
  const { account } = parseRole(RoleArn);
  const provider = `arn:aws:iam::${account}:oidc-provider/${issuer}`;
  if (![...state.providers.keys()].some((arn) => arn.startsWith(`arn:aws:iam::${account}:`))) return;
  assertIssued(WebIdentityToken, issuer, audience, state.providers.get(provider));
  const trust = state.roles.get(RoleArn)?.trust;
  const keys = new Map([...claims].map(([name, value]) => [`${issuer}:${name}`.toLowerCase(), value]));
  if (!trust || !trusts(trust, { provider, keys }))
    throw new AwsError('AccessDenied', 403, 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
}

type SessionRequest = Pick<
  AssumeRoleRequest,
  'RoleArn' | 'RoleSessionName' | 'DurationSeconds' | 'Policy' | 'PolicyArns'
>;

function startSession(call: Call<StsState>, ports: StsPorts, input: SessionRequest): AssumeRoleResponse {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds = 3600 } = input;
  assertSessionName(RoleSessionName);
  assertDuration(DurationSeconds, 43_200);
  const { account, name } = parseRole(RoleArn);
  const role = call.state.roles.get(RoleArn);
  assertAllowed(call, DurationSeconds, role?.maxSessionDuration ?? 3600);
  if (input.PolicyArns?.length)
    throw new AwsError('NotImplemented', 501, 'The local cloud does not implement PolicyArns of a session.');
  const sessionPolicy = input.Policy === undefined ? undefined : parsePolicy(input.Policy);
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`;
  return {
    Credentials: mint(call, ports, DurationSeconds, {
      account,
      principalArn: arn,
      ...(role?.policy && { policy: role.policy }),
      ...(sessionPolicy && { sessionPolicy }),
    }),
    AssumedRoleUser: { AssumedRoleId: `${roleId(account, name)}:${RoleSessionName}`, Arn: arn },
  };
}

/** A role's own limit; and an hour for a role that assumes a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
function assertAllowed({ principal }: Call<StsState>, seconds: number, longest: number): void {
  if (principal.includes(':assumed-role/') && seconds > 3600) {
    throw new AwsError(
      'ValidationError',
      400,
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > longest) {
    throw new AwsError(
      'ValidationError',
      400,
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

function parsePolicy(text: string): Policy {
  try {
    const policy = JSON.parse(text) as Policy;
    validatePolicy(policy);
    return policy;
  } catch (error) {
    throw new AwsError('MalformedPolicyDocument', 400, error instanceof Error ? error.message : String(error));
  }
}
