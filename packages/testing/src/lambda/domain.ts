import type { Domain } from '../sweeps/domain.ts';

const ALIAS_WRITES = ['CreateAlias', 'UpdateAlias'];

/** Lambda's functions behind the alias `live`, with the services that a promotion calls besides. */
export const lambdaDomain: Domain = {
  isProbe: ({ operation }) => operation === 'Invoke',
  isPointerWrite: ({ operation, resource }) => ALIAS_WRITES.includes(operation) && resource.endsWith(':live'),
  // https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html#API_UpdateAlias_Errors, and so for CreateAlias.
  isGuarded: ({ operation }) => ALIAS_WRITES.includes(operation),
  // The words are the API reference's; what AWS answers in their place could not be found.
  conflict: () => ({ code: 'ResourceConflictException', status: 409, message: 'Another operation is in progress.' }),
  isEventual: ({ service, operation }) => service === 'lambda' && /^(Get|List)/.test(operation),
};
