import type { Check } from '@actions-aws/checks';
import type {
  ListenerRule,
  OwnerMark,
  ResolvedImage,
  Service,
  ServiceDeployment,
  ServiceName,
  ServiceRevision,
  Tags,
  TargetGroup,
  TaskDefinition,
  TaskDefinitionDocument,
} from '@actions-aws/ecs';
import type { CanaryStep, Until } from '@actions-aws/gates';
import type { Deployer, Failure } from '@actions-aws/promotion';

/** What the workflow asks for. */
export interface Desired {
  readonly name: ServiceName;
  /** The task definition of the file; `undefined` where it is that of what is live. */
  readonly file: TaskDefinitionDocument | undefined;
  /** Tags of the file, for the task definition. */
  readonly fileTags: Tags;
  /** Images by container, each by its digest. */
  readonly images: Readonly<Record<string, ResolvedImage>>;
  readonly smoke: readonly Check[];
  readonly verify: readonly Check[];
  readonly canary: readonly CanaryStep[];
  readonly until: Until | undefined;
  readonly alarms: readonly string[];
  /** How much longer than its time each share is watched, in milliseconds. */
  readonly settleMs: number;
  /** How long the run may take, its canary apart, in milliseconds. */
  readonly timeoutMs: number;
  readonly whenBusy: 'wait' | 'fail' | 'replace';
  readonly force: boolean;
  readonly allowOlder: boolean;
  readonly deployer: Deployer;
}

/** What users are on. */
export interface Live {
  readonly revision: ServiceRevision;
  readonly definition: TaskDefinition;
  /** Whose promotion it is; `undefined` where another hand deployed it. */
  readonly mark: OwnerMark | undefined;
}

/** A deployment that is not over, and what it brings. */
export interface InFlight {
  readonly deployment: ServiceDeployment;
  /** `undefined` where its revision, or its task definition, could not be found. */
  readonly brings: Live | undefined;
}

/** The deployment that this run drives: its own, or one that it goes on with. */
export interface Ours {
  /** ARN of the service revision. */
  readonly revision: string;
  /** `undefined` while ECS does not show it yet. */
  readonly deployment: ServiceDeployment | undefined;
  /** It was there when this run began. */
  readonly isAdopted: boolean;
  /** Of one that was there: until when no other run takes it back, as an earlier attempt has noted; nothing once this one has. */
  readonly lease?: Lease | undefined;
}

/** What an attempt has noted of its own end. */
export interface Lease {
  /** ARN of the task definition whose tags have it. */
  readonly definition: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Where users met, or may have met, what this run deploys. */
export type Touched =
  /** No user has. */
  | 'no'
  /** A pause was answered, and what came of it was not seen yet. */
  | 'maybe'
  | 'yes';

/** How far the way back has come. */
export type Back =
  | 'not yet'
  /** ECS was asked to go back, and has not come to the end. */
  | 'asked'
  /** A task definition was registered to go back to, since the deployment was over. */
  | 'registered'
  /** ECS was told to deploy it. */
  | 'deployed'
  /** Users are on what was there before. */
  | 'done'
  /** It was not waited for, since the run had to end. */
  | 'not waited for'
  /** It pauses on its way, and the run had to end before its end: `post`, which has more time than a run that is cancelled, answers it. */
  | 'left at its pauses'
  /** It was tried, and did not work. */
  | 'stuck';

/** What is known of the service; each step gives a newer one. */
export interface Observed {
  /** When that was, in milliseconds since the epoch. */
  readonly at: number;
  readonly service: Service;
  /** How the load balancer brings test requests; `undefined` where there is no test listener. */
  readonly testRule: ListenerRule | undefined;
  /** How it brings users; `undefined` where there is no load balancer that this action knows of. */
  readonly productionRule: ListenerRule | undefined;
  /** Listeners and rules that the service names, and that are not there. */
  readonly missingRules: readonly string[];
  /** Target groups that it names beside those of its listener rules. */
  readonly targetGroups: readonly TargetGroup[];
  /** Those of them that are not there. */
  readonly missingGroups: readonly string[];
  /** `undefined` where nothing was ever deployed to an end. */
  readonly live: Live | undefined;
  /** What users go back to, if this run has to go back: what is live, or where that is of this very run, what was before. */
  readonly before: Live | undefined;
  /** Another deployment that is under way; the newest. */
  readonly rival: InFlight | undefined;
  /** The service tells of a deployment under way that ECS does not list, so that no one can say whose it is. */
  readonly isHidden: boolean;
  /** Deployments that were there before this run wrote: what comes besides is another's. */
  readonly known: readonly string[];
  /** What this run registered. */
  readonly registered: TaskDefinition | undefined;
  readonly ours: Ours | undefined;
  /** Pauses that have been answered, by their ids: AWS may still show them as waiting. */
  readonly answered: readonly string[];
  /** Pauses of which it is not known whether AWS took our answer to go on, by their ids. */
  readonly inDoubt: readonly string[];
  /** The test listener stood the checks, of this very deployment. */
  readonly smoked: boolean;
  /** Shares at which this deployment was watched to the end, in percent. */
  readonly passed: readonly number[];
  /** Users' address stood the checks. */
  readonly verified: boolean;
  /** The share of the users that the production listener brings to our deployment, in percent, as seen once that had ended; `undefined` before. */
  readonly brings: number | undefined;
  readonly touched: Touched;
  /** Users met, or may have met, an earlier deployment of this run, which another one ended. */
  readonly touchedEarlier: boolean;
  /** It waits at a pause for another call. */
  readonly held: boolean;
  /** This run has noted its order in the tags of what is live. */
  readonly claimed: boolean;
  /** How often an older run's deployment ended ours, so that the plan was made anew. */
  readonly preempted: number;
  /** What went wrong, once something has; from then on the plan is to make it safe. */
  readonly failure: Failure | undefined;
  readonly back: Back;
  /** What was registered, and deployed, to go back. */
  readonly backTo: { readonly definition: TaskDefinition; readonly revision: string } | undefined;
  /** Nothing tells what the service does. */
  readonly unreadable: boolean;
  /** What this role lacks to go back; empty unless that is why it did not work. */
  readonly remedy: string;
}

/** One step. */
export type Step =
  /** Waits until another deployment has ended, or until the time from which on it may be rolled back. */
  | { readonly do: 'await-rival'; readonly deployment: string; readonly until?: number }
  /** Has ECS roll back a deployment that no run goes on with. */
  | { readonly do: 'roll-back-rival'; readonly deployment: string }
  /** Notes in the tags of what is live that a newer run has found its content there. */
  | { readonly do: 'claim'; readonly definition: string }
  /** Notes in the tags of what an earlier attempt has registered by when this one has ended. */
  | { readonly do: 'renew'; readonly definition: string }
  | { readonly do: 'register'; readonly family: string }
  | { readonly do: 'update'; readonly family: string }
  /** Waits for the deployment to come to its next pause, to all users, or to its end. */
  | { readonly do: 'reach'; readonly next: 'test' | 'share' | 'users' | 'end'; readonly share?: number }
  | { readonly do: 'smoke' }
  | { readonly do: 'gate'; readonly share: number; readonly forMs: number }
  /** Answers a pause. `from` is the share that users have there, in percent. */
  | { readonly do: 'continue'; readonly from: number; readonly hookId: string }
  | { readonly do: 'hold'; readonly share: number }
  | { readonly do: 'verify' }
  | { readonly do: 'roll-back' }
  | { readonly do: 'await-back' }
  | { readonly do: 'register-back'; readonly revision: string }
  | { readonly do: 'update-back'; readonly revision: string }
  | { readonly do: 'await-update-back'; readonly revision: string };
