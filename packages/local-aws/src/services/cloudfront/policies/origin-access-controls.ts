import type * as sdk from '@aws-sdk/client-cloudfront';
import { noSuch, refused } from '../errors.ts';
import { given, operation } from '../operation.ts';
import { arnOf, type CloudFrontPlace, newId } from '../place.ts';
import type { Policy } from '../state.ts';

/** The caller's origin access control of an id. */
export function accessControlOf(
  { state, account }: CloudFrontPlace,
  id: string,
): Policy<sdk.OriginAccessControlConfig> | undefined {
  const found = state.originAccessControls.get(id);
  return found?.account === account ? found : undefined;
}

function shown({ id, config }: Policy<sdk.OriginAccessControlConfig>): sdk.OriginAccessControl {
  return { Id: id, OriginAccessControlConfig: config };
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateOriginAccessControl.html */
const createOriginAccessControl = operation<sdk.CreateOriginAccessControlRequest, sdk.CreateOriginAccessControlResult>(
  'CreateOriginAccessControl',
  {
    takes: ['OriginAccessControlConfig'],
    resource: () => '*',
    run(call, { OriginAccessControlConfig }) {
      const config = given(OriginAccessControlConfig);
      const all = [...call.state.originAccessControls.values()];
      if (all.some((each) => each.account === call.account && each.config.Name === config.Name)) {
        const message = 'An origin access control with the specified parameters already exists.';
        throw refused('OriginAccessControlAlreadyExists', message, 409);
      }
      const control = {
        id: newId(call, 'E'),
        account: call.account,
        etag: newId(call, 'E'),
        modified: call.clock.now(),
        config,
      };
      call.state.originAccessControls.set(control.id, control);
      return { OriginAccessControl: shown(control), ETag: control.etag, Location: control.id };
    },
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetOriginAccessControl.html */
const getOriginAccessControl = operation<sdk.GetOriginAccessControlRequest, sdk.GetOriginAccessControlResult>(
  'GetOriginAccessControl',
  {
    takes: ['Id'],
    resource: ({ Id = '*' }, { account }) => arnOf(account, 'origin-access-control', Id),
    run(call, { Id = '' }) {
      const control = accessControlOf(call, Id);
      if (!control) throw noSuch('NoSuchOriginAccessControl', 'origin access control');
      return { OriginAccessControl: shown(control), ETag: control.etag };
    },
  },
);

/** How CloudFront signs its requests to a bucket. */
export const originAccessControlOperations = {
  CreateOriginAccessControl: createOriginAccessControl,
  GetOriginAccessControl: getOriginAccessControl,
};
