export { type AskingJob, askingJobs, type WorkflowFiles } from './asking-job.ts';
export type { Deployment, DeploymentStatus } from './deployments.ts';
export { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from './local-github.ts';
export { type Repository, subjectOf } from './oidc.ts';
export type { Job, Run, RunRecords } from './runs.ts';
