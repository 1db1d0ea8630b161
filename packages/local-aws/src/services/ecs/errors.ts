import { AwsError } from '../../kernel/errors.ts';

// Every error of ECS is a 400, but for those of its servers: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html

/** A value that makes no sense, or not now. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', 400, message);
}

/** Something about the caller's own doing: ECS gives it for task definitions that are not there, among others. */
export function clientError(message: string): AwsError {
  return new AwsError('ClientException', 400, message);
}

/** The message is ECS's own: k1LoW/awspec#473. */
export function clusterNotFound(): AwsError {
  return new AwsError('ClusterNotFoundException', 400, 'Cluster not found.');
}

/** The message is ECS's own: hashicorp/terraform#15073. */
export function serviceNotFound(): AwsError {
  return new AwsError('ServiceNotFoundException', 400, 'Service not found.');
}

/** The message is ECS's own: alchemy-run/alchemy#1581. */
export function serviceNotActive(): AwsError {
  return new AwsError('ServiceNotActiveException', 400, 'Service was not ACTIVE.');
}

/** The message is ECS's own: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html */
export function deploymentNotFound(): AwsError {
  return new AwsError('ServiceDeploymentNotFoundException', 400, 'The service deployment does not exist.');
}

/** "The request could not be processed because of conflict in the current state of the resource". */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', 400, message);
}

/** The message is ECS's own: aws/amazon-ecs-cli#368. */
export function clusterContainsServices(): AwsError {
  return new AwsError(
    'ClusterContainsServicesException',
    400,
    'The Cluster cannot be deleted while Services are active.',
  );
}

/** What AWS takes and the local cloud lacks. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', 501, `The local cloud does not implement ${what}.`);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/request-throttling.html */
export function throttled(): AwsError {
  return new AwsError('ThrottlingException', 400, 'Rate exceeded');
}
