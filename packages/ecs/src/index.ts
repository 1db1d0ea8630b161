export { endOfArn } from './arn.ts';
export { awsDeployments } from './aws/deployments.ts';
export { awsExplain } from './aws/explain.ts';
export { UncertainServiceError } from './aws/insist.ts';
export { awsListeners } from './aws/listeners.ts';
export { nothingSeen, type Seen } from './aws/seen.ts';
export { awsServices } from './aws/services.ts';
export { awsTaskDefinitions } from './aws/task-definitions.ts';
export {
  type Breaker,
  type BreakerVerdict,
  bakesMs,
  breakerOf,
  configurationIn,
  type DeploymentConfiguration,
  type Hook,
  pausesAt,
  pausesIn,
  sharesOf,
} from './configuration.ts';
export {
  type ActiveHook,
  briefIn,
  type DeploymentBrief,
  LISTED_WITHIN_MS,
  type Pause,
  type RevisionShare,
  type ServiceDeployment,
  serviceDeploymentIn,
  type Weights,
} from './deployment.ts';
export { clusterName, mayBeOf, type NamedRevision, namedService, revisionOr, serviceName } from './inputs.ts';
export {
  flagIn,
  isObject,
  type Json,
  type JsonObject,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
  timeIn,
} from './json.ts';
export { leaseTag, type OwnerMark, orderTag, ownerTags, readOwner, usersTags } from './owner-tags.ts';
export { dueAt, goOnFromPauses, isPauseOver, pausesOf } from './pause.ts';
export { pinned, pinnedDocument } from './pinned.ts';
export type {
  DeploymentQuery,
  Deployments,
  Explain,
  ListenerCondition,
  ListenerRule,
  Listeners,
  ResolvedImage,
  Services,
  ServiceUpdate,
  StoppedContainer,
  StoppedTask,
  TargetGroup,
  TaskDefinitions,
} from './ports.ts';
export { type RevisionImage, revisionIn, type ServiceRevision } from './revision.ts';
export {
  primaryOf,
  type RevisionTasks,
  revisionArn,
  revisionId,
  revisionIdIn,
  type Service,
  type ServiceEvent,
  type ServiceLoadBalancer,
  type ServiceName,
  serviceIn,
  type TaskDeployment,
} from './service.ts';
export {
  type Answer,
  isInFlight,
  type Judgement,
  judgeDeployment,
  judgeHook,
  type Progress,
  progressOf,
  stageInWords,
} from './states.ts';
export { describeStill } from './still.ts';
export {
  containersOf,
  contentOf,
  registrable,
  type Tags,
  type TaskDefinition,
  type TaskDefinitionDocument,
  taskDefinitionIn,
  withImages,
} from './task-definition.ts';
