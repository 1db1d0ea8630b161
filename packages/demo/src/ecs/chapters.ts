import type { Version } from '@actions-aws/testing/ecs';

/** A chapter of the scene: one action, and what it comes to. */
export interface ServiceChapter {
  readonly title: string;
  /** What has happened before, and what can be seen now. */
  readonly about: string;
  readonly action: 'ecs-deploy' | 'ecs-rollback';
  /** The image that is deployed; nothing where one goes back. */
  readonly image?: Version;
  readonly outcome: string;
  /** The image that all users meet afterwards. */
  readonly live: Version;
  /** What it comes to, told when it ended as it should. */
  readonly moral: string;
}

/** The name by which `npm start -- SCENE` plays it alone. */
export const ecsScene = 'ecs';

/** Images as people call them. */
export const releases: Readonly<Record<Version, number>> = { v0: 1, v1: 2, v2: 3, v3: 4 };

/** What users ask for. The checks of the workflow do not: `smoke` asks for `/`. */
export const usersPath = '/basket';

/** What tasks of the broken build do: all is well but for the one page that users want. */
export const brokenScript = { answers: { paths: { [usersPath]: { status: 500 } } } };

/**
 * What ecs-deploy is given beside the image: shares, and who decides about them. CloudWatch has a load balancer's minute a minute after it is
 * over: a share that is watched for less is over before anything is known of it.
 */
export const deployment: Readonly<Record<string, string>> = {
  smoke: 'GET /',
  canary: '10%/2m, 50%/1m',
  alarms: 'api-errors',
  settle: '90s',
};

/** The story, from a release that is live to the same one again. */
export const serviceChapters: readonly ServiceChapter[] = [
  {
    title: 'A tenth of the users, a half, and all',
    about:
      'Release 1 of a service has two tasks behind a load balancer. Infrastructure code has said how it is deployed: LINEAR, in steps of 10 %, with a pause before each one whose timeout rolls back. Release 2 starts beside it, and is asked on the test listener, where no user is. Then it gets users: at 10 % and at 50 % an alarm is watched for minutes, and the pauses between are answered at once.',
    action: 'ecs-deploy',
    image: 'v1',
    outcome: 'promoted',
    live: 'v1',
    moral:
      'Each step was a pause that was answered. Had the run been killed at one, ECS would have taken users back by itself.',
  },
  {
    title: 'A build that breaks at 10 %',
    about:
      'Release 3 answers the checks, and fails as soon as a user opens the basket, which no check does. A tenth of the users meet it.',
    action: 'ecs-deploy',
    image: 'v2',
    outcome: 'rolled-back',
    live: 'v1',
    moral:
      'The alarm fired while nine of ten users were on release 2. The pause was answered with ROLLBACK, and no step followed.',
  },
  {
    title: 'Second thoughts',
    about:
      'Release 2 sends too many mails, as it turns out. A person starts the workflow that rolls back, and names the revision that the deployment of release 2 said was live before: without it nothing would be written, since ECS has just gone back once. ECS has no call for a deployment that is over: that revision is deployed again, each image by the digest that it had then.',
    action: 'ecs-rollback',
    outcome: 'rolled-back',
    live: 'v0',
    moral:
      'What was live before needs no proof, so that each pause is answered at once. It is a deployment like the others, and users came back step by step.',
  },
];
