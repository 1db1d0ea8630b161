/**
 * Errors of Invoke that soon pass by themselves: what a function needs is being made, woken, restored or throttled.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
const PASSING = [
  'CodeArtifactUserPendingException',
  'EC2ThrottledException',
  'ENINotReadyException',
  'ResourceConflictException',
  'ResourceNotReadyException',
  'SnapStartNotReadyException',
  'SnapStartRegenerationFailureException',
];

const KEY = 'Look at the state and the policy of the KMS key that encrypts its environment variables.';
const VPC = "Look at the subnets and security groups of its VPC configuration, and at the VPC's quotas.";
const FILES = 'Look at its file system, the mount targets of it, and the security groups between.';
const SNAPSHOT = 'Look at its runtime hooks for SnapStart, and at its log.';
const UPLOAD = 'Upload its code again.';

/**
 * Errors of Invoke that last until somebody puts right what the function needs, and where to look. AWS answers many of
 * them with 502, as it does where it fails itself.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
const LASTING: Readonly<Record<string, string>> = {
  CodeArtifactUserDeletedException: UPLOAD,
  CodeArtifactUserFailedException: UPLOAD,
  EC2AccessDeniedException: 'Allow its execution role to make network interfaces (AWSLambdaVPCAccessExecutionRole).',
  EC2UnexpectedException: VPC,
  EFSIOException: FILES,
  EFSMountConnectivityException: FILES,
  EFSMountFailureException: FILES,
  EFSMountTimeoutException: FILES,
  ENILimitReachedException: VPC,
  InvalidParameterValueException: 'Look whether the function takes such a call.',
  InvalidRuntimeException: 'Give it a runtime that Lambda supports.',
  InvalidSecurityGroupIDException: VPC,
  InvalidSubnetIDException: VPC,
  InvalidZipFileException: 'Look whether its zip file can be unpacked, and has no more than 250 MB then.',
  KMSAccessDeniedException: KEY,
  KMSDisabledException: KEY,
  KMSInvalidStateException: KEY,
  KMSNotFoundException: KEY,
  ModeNotSupportedException: 'It can only be invoked asynchronously, which no check does.',
  NoPublishedVersionException: 'Publish a version of it.',
  RecursiveInvocationException: 'Lambda stopped it in a loop with other services: look what it calls.',
  RequestTooLargeException: 'Make the payload of the check smaller.',
  S3FilesMountConnectivityException: FILES,
  S3FilesMountFailureException: FILES,
  S3FilesMountTimeoutException: FILES,
  SerializedRequestEntityTooLargeException: 'Make the payload of the check smaller.',
  ServiceQuotaExceededException: 'Have the quota raised that AWS names.',
  SnapStartException: SNAPSHOT,
  SnapStartTimeoutException: SNAPSHOT,
  SubnetIPAddressLimitReachedException: VPC,
};

/** Whether Lambda refuses by this error what is being made, woken or restored: a moment later it may run. */
export function passesByItself(name: string): boolean {
  return PASSING.includes(name);
}

/** Where to look after an error that no waiting ends; `undefined` for any other. */
export function lastingRemedy(name: string): string | undefined {
  return Object.hasOwn(LASTING, name) ? LASTING[name] : undefined;
}
