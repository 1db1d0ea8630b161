import { ecsDomain } from '@actions-aws/testing/ecs';

const call = (operation: string, resource = '*') => ({ service: 'ecs', operation, resource });

test('what moves users is what answers pauses, begins deployments or ends them', () => {
  const moving = ['UpdateService', 'ContinueServiceDeployment', 'StopServiceDeployment'];
  expect(moving.every((operation) => ecsDomain.isPointerWrite(call(operation)))).toBe(true);
  expect(['RegisterTaskDefinition', 'DescribeServices'].some((each) => ecsDomain.isPointerWrite(call(each)))).toBe(
    false,
  );
  expect(moving.filter((operation) => ecsDomain.isGuarded(call(operation)))).toEqual(['ContinueServiceDeployment']);
});

test('reads of ECS may lack the last write, those of load balancers not', () => {
  expect(ecsDomain.isEventual(call('ListServiceDeployments'))).toBe(true);
  expect(ecsDomain.isEventual(call('UpdateService'))).toBe(false);
  expect(ecsDomain.isEventual({ ...call('DescribeRules'), service: 'elasticloadbalancing' })).toBe(false);
});

test('what each run has ids of its own for is the same in each', () => {
  const arn = (resource: string) => `arn:aws:ecs:eu-west-1:123456789012:${resource}`;
  const seen = (...resources: string[]) => ecsDomain.resourceOf?.(call('Any', resources.map(arn).join(',')));
  expect(seen('service-deployment/shop/api/xJ3I-_olR3aM6CKfexeTy')).toBe(arn('service-deployment/shop/api/*'));
  expect(seen('service-revision/shop/api/1', 'service-revision/shop/api/2')).toBe(
    [arn('service-revision/shop/api/*'), arn('service-revision/shop/api/*')].join(','),
  );
  expect(seen('task/shop/9d872802cd6e40cbac60c92bf3b2a54f')).toBe(arn('task/shop/*'));
  expect(seen('task-definition/api:12')).toBe(arn('task-definition/api:*'));
  expect(seen('service/shop/api')).toBe(arn('service/shop/api'));
});
