import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../errors.ts';
import { operation } from '../operation.ts';
import type { EcrPlace } from '../place.ts';

/** Values of each setting, the first of which holds until another is put: AWS's model, PutAccountSetting. */
const settings: Readonly<Record<string, readonly string[]>> = {
  BASIC_SCAN_TYPE_VERSION: ['AWS_NATIVE'],
  REGISTRY_POLICY_SCOPE: ['V2'],
  // "When enabled, …": https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html
  BLOB_MOUNTING: ['DISABLED', 'ENABLED'],
};

/** Whether the registry mounts a layer of another of its repositories. */
export function mountsBlobs({ state }: EcrPlace): boolean {
  return state.settings.get('BLOB_MOUNTING') === 'ENABLED';
}

function valuesOf(name: string): readonly string[] {
  const values = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (!values) throw invalid('name', `Member must satisfy enum value set: [${Object.keys(settings).join(', ')}]`);
  return values;
}

/** Settings of a registry. */
export const accountSettingOperations = {
  GetAccountSetting: operation<sdk.GetAccountSettingRequest, sdk.GetAccountSettingResponse>('GetAccountSetting', {
    takes: ['name'],
    resource: () => '*',
    run({ state }, { name = '' }) {
      const [usual] = valuesOf(name);
      return { name, value: state.settings.get(name) ?? usual };
    },
  }),

  PutAccountSetting: operation<sdk.PutAccountSettingRequest, sdk.PutAccountSettingResponse>('PutAccountSetting', {
    takes: ['name', 'value'],
    resource: () => '*',
    run({ state }, { name = '', value = '' }) {
      const values = valuesOf(name);
      if (!values.includes(value))
        throw new AwsError('ValidationException', 400, `${name} is one of ${values.join(', ')}, not ${value}`);
      state.settings.set(name, value);
      return { name, value };
    },
  }),
};
