import type {
  CapacityProviderConfig,
  CreateFunctionRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import { invalidParameter } from './errors.ts';
import type { Settings } from './state.ts';

// Functions that AWS runs in other ways: for a tenant each, over days, or on instances of the customer's. Here they are
// kept and shown, so that a tool can see what it has before it, and never run.

/** The settings that make a function one of these. */
type Kind = Pick<Settings, 'TenancyConfig' | 'DurableConfig' | 'CapacityProviderConfig'>;

/** The least memory on managed instances, and what they have unless said (localstack's create_function, after AWS). */
const leastMemory = 2_048;

/** What a new function has before its request is applied, as far as its kind decides it. */
export function kindDefaults({ TenancyConfig, DurableConfig, CapacityProviderConfig }: CreateFunctionRequest): Kind & {
  readonly MemorySize?: number;
} {
  return {
    ...(TenancyConfig && { TenancyConfig }),
    ...(DurableConfig && { DurableConfig }),
    ...(CapacityProviderConfig && {
      CapacityProviderConfig: completed(CapacityProviderConfig),
      MemorySize: leastMemory,
      SnapStart: undefined,
    }),
  };
}

/** The settings after an update: a kind keeps its settings or changes them, and no function becomes another kind. */
export function withKind(before: Settings, request: UpdateFunctionConfigurationRequest): Settings {
  const { DurableConfig, CapacityProviderConfig } = request;
  if (CapacityProviderConfig !== undefined && before.CapacityProviderConfig === undefined) {
    throw invalidParameter("CapacityProviderConfig isn't supported for Lambda Default functions.");
  }
  if (DurableConfig !== undefined && before.DurableConfig === undefined) {
    // "DurableConfig cannot be flipped in place"; AWS's own words could not be found.
    throw invalidParameter('DurableConfig can be set only when a function is created.');
  }
  return {
    ...before,
    ...(DurableConfig && { DurableConfig }),
    ...(CapacityProviderConfig && { CapacityProviderConfig: completed(CapacityProviderConfig) }),
  };
}

/** Refuses what does not go with managed instances. Quoted of AWS by nsb413/kiro-lambda-managed-instance. */
export function assertKind({ CapacityProviderConfig, MemorySize, SnapStart }: Settings): void {
  if (CapacityProviderConfig === undefined) return;
  if (MemorySize < leastMemory) {
    throw new AwsError(
      'ValidationException',
      400,
      `Lambda Managed Instance functions must have memory size greater than or equal to ${leastMemory}`,
    );
  }
  if (SnapStart !== undefined) {
    throw invalidParameter('SnapStart is not supported for functions with a capacity provider.');
  }
}

function completed({
  LambdaManagedInstancesCapacityProviderConfig: given,
}: CapacityProviderConfig): CapacityProviderConfig {
  return {
    LambdaManagedInstancesCapacityProviderConfig: {
      CapacityProviderArn: undefined,
      ExecutionEnvironmentMemoryGiBPerVCpu: 2,
      PerExecutionEnvironmentMaxConcurrency: 16,
      ...given,
    },
  };
}

/**
 * Refuses an invocation without the tenant that the function needs, or with one that it does not have:
 * https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation-invoke.html
 */
export function assertTenant({ TenancyConfig }: Settings, tenantId: string | undefined): void {
  if (TenancyConfig !== undefined && tenantId === undefined) {
    throw invalidParameter(
      'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    );
  }
  if (TenancyConfig === undefined && tenantId !== undefined) {
    // AWS's words could not be found.
    throw invalidParameter('The invoked function is not enabled with tenancy configuration. Remove the tenant ID.');
  }
}

/** Why a function of this kind does not run on the local cloud; undefined for one that does. */
export function whyKindDoesNotRun({ TenancyConfig, DurableConfig, CapacityProviderConfig }: Kind): string | undefined {
  if (TenancyConfig !== undefined) return 'Functions with tenants do not run on the local cloud';
  if (DurableConfig !== undefined) return 'Durable functions do not run on the local cloud';
  return CapacityProviderConfig && 'Managed instances do not run on the local cloud';
}
