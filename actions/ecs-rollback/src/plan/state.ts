import type {
  OwnerMark,
  Service,
  ServiceDeployment,
  ServiceName,
  ServiceRevision,
  TaskDefinition,
} from '@actions-aws/ecs';
import type { Failure, Owner } from '@actions-aws/promotion';

/** The condition that always holds: back from the revision that is live, or being deployed. It has to be said. */
export const ANY = 'any';

/** The action's name, as its marks have it. */
export const ACTION = 'ecs-rollback';

/** What the workflow asks for. Revisions go by their ids, the numbers at the end of their ARNs. */
export interface Desired {
  readonly name: ServiceName;
  /** Go back only if this revision is the newest that users meet; or {@link ANY}. */
  readonly onlyIf: string;
  /** Where to go back to; else to what was live before. */
  readonly to: string | undefined;
  /** Whether a tag may stand for an image of which no digest is known. */
  readonly allowTags: boolean;
  /** Whether ECR need not say that it still has an image. */
  readonly allowUnseenImages: boolean;
  readonly owner: Owner;
}

/** How a service stands, by its newest deployments. Revisions go by their ids. */
export type Standing =
  /** Nothing is under way. */
  | {
      readonly is: 'resting';
      readonly live: string;
      /** Where ECS itself went back from the newest deployment: what it took back. */
      readonly undone: Undone | undefined;
    }
  /** Deployments are under way, the newest first; a service may have one that waits for the one before it. */
  | {
      readonly is: 'moving';
      readonly deployments: readonly [ServiceDeployment, ...ServiceDeployment[]];
      /** What the first of them brings. */
      readonly target: string;
      /** A newer deployment than these, which ECS has taken back, or is taking back. */
      readonly behind: (Undone & { readonly isOver: boolean }) | undefined;
    }
  /** The newest deployment goes back already. */
  | { readonly is: 'going back'; readonly deployment: ServiceDeployment; readonly undone: Undone }
  /** The newest deployment ended without having been undone: the service may be on either revision. */
  | { readonly is: 'broken off'; readonly deployment: ServiceDeployment; readonly target: string };

/** A revision that ECS has taken back, or is taking back. */
export interface Undone {
  readonly revision: string;
  /** In ECS's own words; empty where it gives none. */
  readonly reason: string;
  /** When that began, in milliseconds since the epoch; `undefined` where AWS does not say. */
  readonly at: number | undefined;
}

/** Where the service is to go, looked at before the first write. */
export interface Target {
  readonly revision: ServiceRevision;
  /** Its task definition, which need not be ACTIVE. */
  readonly taskDefinition: TaskDefinition;
  /** Why this one. */
  readonly because: string;
  /** By container, what its image is pinned to; a container that is not among them keeps its tag. */
  readonly images: Readonly<Record<string, string>>;
  /** Images that go by a tag still, as `web (shop/web:v2)`. */
  readonly tagged: readonly string[];
  /** Images of which it is not known whether they are there, in sentences. */
  readonly unseen: readonly string[];
}

/** What this run has written, as far as it is known. */
export interface Ours {
  /** Id of the revision that it deploys. */
  readonly revision: string;
  /** ARN of its deployment; empty while AWS does not show it. */
  readonly deployment: string;
}

/** What is known of the service and of where it goes; each step gives a newer one. */
export interface Observed {
  readonly service: Service;
  readonly standing: Standing;
  /** What our actions wrote of the revision that was deployed last; nothing where another hand deployed it. */
  readonly mark: OwnerMark | undefined;
  /** The revision that is taken back, as ECS wrote it down; nothing where ECS has none, or where it need not be known. */
  readonly undoing: ServiceRevision | undefined;
  readonly target: Target | undefined;
  /** The pinned copy of the target's task definition, once it is registered. */
  readonly registered: TaskDefinition | undefined;
  readonly ours: Ours | undefined;
  /** Deployments that this run has asked ECS to roll back: their ARNs. */
  readonly asked: readonly string[];
  /** Pauses at which another answer came before that of this run: their hooks' ids. */
  readonly lost: readonly string[];
  /** Revisions of others whose deployment ended with our write, since ECS has no condition for it. */
  readonly ended: readonly string[];
  /** When all users were back, in milliseconds since the epoch. */
  readonly recoveredAt: number | undefined;
  /** Our deployment is over, and each of its users is back. */
  readonly isOver: boolean;
  /** Nothing tells what the service does after a write. */
  readonly isUnreadable: boolean;
  /** Why it was not gone on with. */
  readonly failure: Failure | undefined;
}

/** One step. Revisions go by their ids, deployments by their ARNs. */
export type Step =
  | { readonly do: 'answer'; readonly deployment: string; readonly hook: string; readonly revision: string }
  | { readonly do: 'stop'; readonly deployment: string; readonly revision: string }
  | { readonly do: 'await-back'; readonly revision: string }
  | { readonly do: 'register'; readonly revision: string }
  | { readonly do: 'update'; readonly from: string; readonly to: string; readonly fields: readonly string[] }
  | { readonly do: 'await-live'; readonly revision: string };
