import type {
  AddPermissionRequest,
  AddPermissionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  RemovePermissionRequest,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import { withoutUndefined } from './configuration.ts';
import {
  aliasNotFound,
  conflict,
  functionNotFound,
  invalidParameter,
  notFound,
  stalePolicyRevision,
} from './errors.ts';
import { functionArn, isVersionNumber, partition, refer } from './names.ts';
import { operation } from './operation.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import type { FunctionRecord, PolicyRecord } from './state.ts';
import { versionOf } from './updates.ts';

/** 20 KB of a resource policy (Lambda quotas). */
const policyLimit = 20_480;

/** The resource that a policy hangs on: a function, version or alias. */
interface Subject {
  readonly func: FunctionRecord;
  readonly qualifier: string | undefined;
  readonly policy: PolicyRecord | undefined;
}

function subject(
  call: LambdaCall,
  input: { FunctionName: string | undefined; Qualifier?: string | undefined },
  missingFunction: (arn: string) => Error,
): Subject {
  const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
  if (qualifier === '$LATEST') {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  const func = call.state.functions.get(name);
  const arn = functionArn(call, name, qualifier);
  if (func === undefined) {
    throw missingFunction(arn);
  }
  if (versionOf(func, qualifier) === undefined) {
    throw isVersionNumber(qualifier ?? '') || qualifier?.includes('$') ? functionNotFound(arn) : aliasNotFound(arn);
  }
  return { func, qualifier, policy: func.policies.get(qualifier ?? '') };
}

/** A policy has a RevisionId of its own; before the first statement, that of its resource is accepted (recorded). */
function assertPolicyRevision({ func, qualifier, policy }: Subject, expected: string | undefined): void {
  const current = policy?.revisionId ?? revised(func, qualifier)?.revisionId;
  if (expected !== undefined && expected !== current) {
    throw stalePolicyRevision();
  }
}

function revised(func: FunctionRecord, qualifier: string | undefined): { revisionId: string } | undefined {
  return (qualifier === undefined ? undefined : func.aliases.get(qualifier)) ?? versionOf(func, qualifier);
}

/**
 * Recorded in 2022: the function's RevisionId and the policy's were one. Recorded in 2024: publishing changes only the
 * function's. Whether a changed policy still changes its resource's RevisionId is unknown: here it does.
 */
function revise(call: LambdaCall, { func, qualifier }: Subject, policy: PolicyRecord): void {
  policy.revisionId = call.newId();
  const resource = revised(func, qualifier);
  if (resource !== undefined) {
    resource.revisionId = policy.revisionId;
  }
}

function statement(call: LambdaPlace, input: AddPermissionRequest, resource: string): Record<string, unknown> {
  const equal = withoutUndefined({
    'AWS:SourceAccount': input.SourceAccount,
    'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType,
    'lambda:EventSourceToken': input.EventSourceToken,
    'aws:PrincipalOrgID': input.PrincipalOrgID,
  });
  const condition = withoutUndefined({
    StringEquals: Object.keys(equal).length > 0 ? equal : undefined,
    ArnLike: input.SourceArn === undefined ? undefined : { 'AWS:SourceArn': input.SourceArn },
    Bool:
      input.InvokedViaFunctionUrl === undefined
        ? undefined
        : { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
  });
  return withoutUndefined({
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principal(call, input.Principal ?? ''),
    Action: input.Action,
    Resource: resource,
    Condition: Object.keys(condition).length > 0 ? condition : undefined,
  });
}

function principal(place: LambdaPlace, given: string): unknown {
  if (given === '*') {
    return given;
  }
  if (/^\d{12}$/.test(given)) {
    return { AWS: `arn:${partition(place.region)}:iam::${given}:root` };
  }
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:.+$/.test(given)) {
    return { AWS: given };
  }
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|alexa\.com|amazon\.com)$/.test(given)) {
    return { Service: given };
  }
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function document(policy: PolicyRecord): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...policy.statements.values()] });
}

/** Resource policies of functions, versions and aliases. */
export const policyOperations = {
  AddPermission: operation<AddPermissionRequest, AddPermissionResponse>('AddPermission', {
    takes: [
      'FunctionName',
      'StatementId',
      'Action',
      'Principal',
      'SourceArn',
      'FunctionUrlAuthType',
      'InvokedViaFunctionUrl',
      'SourceAccount',
      'EventSourceToken',
      'Qualifier',
      'RevisionId',
      'PrincipalOrgID',
    ],
    run(call, input) {
      const on = subject(call, input, functionNotFound);
      assertPolicyRevision(on, input.RevisionId);
      const { StatementId = '' } = input;
      const policy = on.policy ?? { revisionId: '', statements: new Map<string, Record<string, unknown>>() };
      if (policy.statements.has(StatementId)) {
        throw conflict(
          `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      }
      const added = statement(call, input, functionArn(call, on.func.name, on.qualifier));
      const size = document({ ...policy, statements: new Map([...policy.statements, [StatementId, added]]) }).length;
      if (size > policyLimit) {
        throw new AwsError(
          'PolicyLengthExceededException',
          400,
          `The final policy size (${size}) is bigger than the limit (${policyLimit}).`,
          { Type: 'User' },
        );
      }
      policy.statements.set(StatementId, added);
      on.func.policies.set(on.qualifier ?? '', policy);
      revise(call, on, policy);
      return { Statement: JSON.stringify(added) };
    },
  }),

  RemovePermission: operation<RemovePermissionRequest, Record<string, never>>('RemovePermission', {
    takes: ['FunctionName', 'StatementId', 'Qualifier', 'RevisionId'],
    run(call, input) {
      const on = subject(call, input, (arn) => notFound(`No policy found for: ${arn}`));
      const { StatementId = '' } = input;
      if (on.policy === undefined) {
        throw notFound('No policy is associated with the given resource.');
      }
      assertPolicyRevision(on, input.RevisionId);
      if (!on.policy.statements.delete(StatementId)) {
        throw notFound(`Statement ${StatementId} is not found in resource policy.`);
      }
      revise(call, on, on.policy);
      if (on.policy.statements.size === 0) {
        on.func.policies.delete(on.qualifier ?? '');
      }
      return {};
    },
  }),

  GetPolicy: operation<GetPolicyRequest, GetPolicyResponse>('GetPolicy', {
    takes: ['FunctionName', 'Qualifier'],
    run(call, input) {
      const { name, qualifier } = refer(call, input.FunctionName ?? '', input.Qualifier);
      const policy = call.state.functions.get(name)?.policies.get(qualifier ?? '');
      if (policy === undefined) {
        throw notFound('The resource you requested does not exist.');
      }
      return { Policy: document(policy), RevisionId: policy.revisionId };
    },
  }),
};
