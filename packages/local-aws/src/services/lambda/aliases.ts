import type {
  AliasConfiguration,
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import { withoutUndefined } from './configuration.ts';
import { aliasNotFound, conflict, functionNotFound, notFound, notInState } from './errors.ts';
import { functionArn, referUnqualified } from './names.ts';
import { aliasArn, operation, unqualifiedArn } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import { assertProvisionable, reallocate } from './provisioned.ts';
import { withFormer } from './routes.ts';
import type { AliasRecord, FunctionRecord } from './state.ts';
import { assertRevision, existing, versionOf } from './updates.ts';
import { checkedWeight } from './weights.ts';

/** An alias as AWS answers it. Without weights, RoutingConfig is left out. */
function described(place: LambdaPlace, func: FunctionRecord, alias: AliasRecord): AliasConfiguration {
  return withoutUndefined({
    AliasArn: functionArn(place, func.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    RoutingConfig:
      alias.weight === undefined
        ? undefined
        : { AdditionalVersionWeights: { [alias.weight.version]: alias.weight.share } },
    RevisionId: alias.revisionId,
  });
}

/**
 * Refuses a version that is missing, or that does not run: 409 (hashicorp/terraform-provider-aws#49904 for Pending and
 * Failed; of the newer states nothing is documented, and here they are refused as well). An Inactive one comes back.
 */
function assertTarget(call: LambdaCall, func: FunctionRecord, version: string): void {
  const target = versionOf(func, version);
  if (target === undefined) {
    throw functionNotFound(functionArn(call, func.name, version));
  }
  if (version !== '$LATEST' && target.state !== 'Active' && target.state !== 'Inactive') {
    throw notInState(target.state);
  }
}

/** The operations of aliases. */
export const aliasOperations = {
  CreateAlias: operation<CreateAliasRequest, AliasConfiguration>('CreateAlias', {
    takes: ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RoutingConfig'],
    resource: aliasArn,
    authorizes: (input, place) => [{ action: 'lambda:CreateAlias', resource: unqualifiedArn(input, place) }],
    run(call, input) {
      const { Name = '', FunctionVersion = '' } = input;
      const name = referUnqualified(call, input.FunctionName ?? '');
      // Recorded: the 404 of a missing function names the version that was asked for.
      const func = existing(call, name, FunctionVersion);
      if (func.aliases.has(Name)) {
        throw conflict(`Alias already exists: ${functionArn(call, name, Name)}`);
      }
      if (versionOf(func, FunctionVersion) === undefined) {
        throw functionNotFound(functionArn(call, name, FunctionVersion));
      }
      const weight = checkedWeight(call, func, FunctionVersion, input.RoutingConfig);
      assertTarget(call, func, FunctionVersion);
      if (weight !== undefined) {
        assertTarget(call, func, weight.version);
      }
      const alias: AliasRecord = {
        name: Name,
        functionVersion: FunctionVersion,
        description: input.Description ?? '',
        weight,
        revisionId: call.newId(),
        shift: undefined,
        former: [],
      };
      func.aliases.set(Name, alias);
      return described(call, func, alias);
    },
  }),

  GetAlias: operation<GetAliasRequest, AliasConfiguration>('GetAlias', {
    takes: ['FunctionName', 'Name'],
    resource: aliasArn,
    authorizes: (input, place) => [{ action: 'lambda:GetAlias', resource: unqualifiedArn(input, place) }],
    run(call, input) {
      const { Name = '' } = input;
      const name = referUnqualified(call, input.FunctionName ?? '');
      const func = call.state.functions.get(name);
      const alias = func?.aliases.get(Name);
      if (func === undefined || alias === undefined) {
        throw aliasNotFound(functionArn(call, name, Name));
      }
      return described(call, func, alias);
    },
  }),

  UpdateAlias: operation<UpdateAliasRequest, AliasConfiguration>('UpdateAlias', {
    takes: ['FunctionName', 'Name', 'FunctionVersion', 'Description', 'RoutingConfig', 'RevisionId'],
    resource: aliasArn,
    authorizes: (input, place) => [{ action: 'lambda:UpdateAlias', resource: unqualifiedArn(input, place) }],
    run(call, input) {
      const { Name = '' } = input;
      const name = referUnqualified(call, input.FunctionName ?? '');
      const func = call.state.functions.get(name);
      const alias = func?.aliases.get(Name);
      if (func === undefined || alias === undefined) {
        // GetAlias words it differently (hashicorp/terraform-provider-aws#4090).
        throw notFound(`Alias not found: ${functionArn(call, name, Name)}`);
      }
      assertRevision(alias.revisionId, input.RevisionId);
      const before = alias.functionVersion;
      const primary = input.FunctionVersion ?? before;
      if (versionOf(func, primary) === undefined) {
        throw functionNotFound(functionArn(call, name, primary));
      }
      // Omitted RoutingConfig keeps the weights, so that moving to the weighted version is refused (serverless#7250);
      // an empty map clears them (recorded).
      const routing =
        input.RoutingConfig ??
        (alias.weight && { AdditionalVersionWeights: { [alias.weight.version]: alias.weight.share } });
      const weight = checkedWeight(call, func, primary, routing);
      if (primary !== before) {
        assertTarget(call, func, primary);
      }
      if (weight !== undefined && weight.version !== alias.weight?.version) {
        assertTarget(call, func, weight.version);
      }
      if (primary !== before) {
        assertProvisionable(func, alias, primary, weight);
      }
      const route = { functionVersion: before, weight: alias.weight };
      alias.functionVersion = primary;
      alias.weight = weight;
      alias.shift = undefined;
      alias.former = withFormer(alias, route, call.clock.now(), call.state.pace.alias);
      alias.description = input.Description ?? alias.description;
      // Recorded: changes even when nothing else does.
      alias.revisionId = call.newId();
      if (primary !== before) {
        reallocate(call, func, alias, before);
      }
      return described(call, func, alias);
    },
  }),

  DeleteAlias: operation<DeleteAliasRequest, Record<string, never>>('DeleteAlias', {
    takes: ['FunctionName', 'Name'],
    resource: aliasArn,
    authorizes: (input, place) => [{ action: 'lambda:DeleteAlias', resource: unqualifiedArn(input, place) }],
    run(call, input) {
      const { Name = '' } = input;
      const func = existing(call, referUnqualified(call, input.FunctionName ?? ''));
      // Deleting what is not there succeeds. The alias' policy and provisioned concurrency go with it; recorded for the latter.
      func.aliases.delete(Name);
      func.provisioned.delete(Name);
      func.policies.delete(Name);
      func.asynchronous.delete(Name);
      return {};
    },
  }),

  ListAliases: operation<ListAliasesRequest, ListAliasesResponse>('ListAliases', {
    takes: ['FunctionName', 'FunctionVersion', 'Marker', 'MaxItems'],
    resource: unqualifiedArn,
    run(call, input) {
      const { FunctionName = '', FunctionVersion } = input;
      const func = existing(call, referUnqualified(call, FunctionName));
      // Whether AWS counts an alias that only gives weight to the version is not documented: here it does not, so that
      // whoever prunes by this filter meets the 409 of DeleteFunction.
      const all = [...func.aliases.values()].filter(
        (alias) => FunctionVersion === undefined || alias.functionVersion === FunctionVersion,
      );
      const { items, nextMarker } = page(all, (alias) => alias.name, input.Marker, input.MaxItems);
      return withoutUndefined({
        Aliases: items.map((alias) => described(call, func, alias)),
        NextMarker: nextMarker,
      });
    },
  }),
};
