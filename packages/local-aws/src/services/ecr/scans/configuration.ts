import type * as sdk from '@aws-sdk/client-ecr';
import { invalid } from '../errors.ts';
import { operation } from '../operation.ts';
import { type EcrPlace, repositoryArn, repositoryOf } from '../place.ts';
import type { EcrState, ScanRule } from '../state.ts';
import { frequencyOf, ruleOf } from './scan.ts';

/** "When the BASIC scan type is specified, the SCAN_ON_PUSH scan frequency is supported" (AWS's model, RegistryScanningRule). */
const frequencies = { BASIC: ['SCAN_ON_PUSH'], ENHANCED: ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'] } as const;

// botocore data/ecr/2015-09-21/service-2.json: ScanningRepositoryFilterValue.
const filterPattern = /^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$/;

function ruleFrom(
  { scanFrequency, repositoryFilters = [] }: sdk.RegistryScanningRule,
  type: 'BASIC' | 'ENHANCED',
): ScanRule {
  const allowed: readonly string[] = frequencies[type];
  if (!allowed.includes(scanFrequency ?? ''))
    throw invalid('rules', `Member must satisfy enum value set: [${allowed.join(', ')}] for ${type} scanning`);
  if (repositoryFilters.length > 100) throw invalid('rules', 'Member must have length less than or equal to 100');
  const filters = repositoryFilters.map(({ filter = '', filterType }) => {
    if (filterType !== 'WILDCARD') throw invalid('rules', 'Member must satisfy enum value set: [WILDCARD]');
    if (filter.length > 256 || !filterPattern.test(filter))
      throw invalid('rules', `Member must satisfy regular expression pattern: ${filterPattern.source}`);
    return filter;
  });
  return { frequency: scanFrequency as ScanRule['frequency'], filters };
}

function shownFilters({ filters }: ScanRule): sdk.ScanningRepositoryFilter[] {
  return filters.map((filter) => ({ filter, filterType: 'WILDCARD' as const }));
}

function shownConfiguration({ scanning }: EcrState): sdk.RegistryScanningConfiguration {
  const rules = scanning.rules.map((rule) => ({
    scanFrequency: rule.frequency,
    repositoryFilters: shownFilters(rule),
  }));
  return { scanType: scanning.type, rules };
}

/** Images that are there already are not scanned before they are pushed again: whether ECR looks for them is left open. */
export const scanConfigurationOperations = {
  GetRegistryScanningConfiguration: operation<
    sdk.GetRegistryScanningConfigurationRequest,
    sdk.GetRegistryScanningConfigurationResponse
  >('GetRegistryScanningConfiguration', {
    takes: [],
    resource: () => '*',
    run: ({ account, state }) => ({ registryId: account, scanningConfiguration: shownConfiguration(state) }),
  }),

  PutRegistryScanningConfiguration: operation<
    sdk.PutRegistryScanningConfigurationRequest,
    sdk.PutRegistryScanningConfigurationResponse
  >('PutRegistryScanningConfiguration', {
    takes: ['scanType', 'rules'],
    resource: () => '*',
    run({ state }, { scanType: type = 'BASIC', rules = [] }) {
      state.scanning = { type, rules: rules.map((rule) => ruleFrom(rule, type)) };
      return { registryScanningConfiguration: shownConfiguration(state) };
    },
  }),

  PutImageScanningConfiguration: operation<
    sdk.PutImageScanningConfigurationRequest,
    sdk.PutImageScanningConfigurationResponse
  >('PutImageScanningConfiguration', {
    takes: ['registryId', 'repositoryName', 'imageScanningConfiguration'],
    run(call, { repositoryName = '', imageScanningConfiguration = {} }) {
      const repository = repositoryOf(call, repositoryName);
      const { scanOnPush = false } = imageScanningConfiguration;
      repository.scanOnPush = scanOnPush;
      return { registryId: call.account, repositoryName, imageScanningConfiguration: { scanOnPush } };
    },
  }),

  BatchGetRepositoryScanningConfiguration: operation<
    sdk.BatchGetRepositoryScanningConfigurationRequest,
    sdk.BatchGetRepositoryScanningConfigurationResponse
  >('BatchGetRepositoryScanningConfiguration', {
    takes: ['repositoryNames'],
    resource: ({ repositoryNames = [] }, place) => repositoryArn(place, repositoryNames.join(',')),
    authorizes: ({ repositoryNames = [] }, place) =>
      repositoryNames.map((name) => ({
        action: 'ecr:BatchGetRepositoryScanningConfiguration',
        resource: repositoryArn(place, name),
      })),
    run(call, { repositoryNames = [] }) {
      const isThere = (name: string) => call.state.repositories.has(name);
      return {
        scanningConfigurations: repositoryNames.filter(isThere).map((name) => shownOfRepository(call, name)),
        failures: repositoryNames
          .filter((name) => !isThere(name))
          .map((repositoryName) => ({
            repositoryName,
            failureCode: 'REPOSITORY_NOT_FOUND' as const,
            failureReason: 'The repository was not found.',
          })),
      };
    },
  }),
};

function shownOfRepository(place: EcrPlace, name: string): sdk.RepositoryScanningConfiguration {
  const scanFrequency = frequencyOf(place.state, repositoryOf(place, name));
  const rule = ruleOf(place.state, name);
  return {
    repositoryArn: repositoryArn(place, name),
    repositoryName: name,
    scanOnPush: scanFrequency !== 'MANUAL',
    scanFrequency,
    appliedScanFilters: rule ? shownFilters(rule) : [],
  };
}
