import { choice, document, duration, flag, type InputsOf, optional, path, type Run } from '@actions-aws/action';
import { checksDocument, siteAddress, siteHeaders, verifyDocument } from '@actions-aws/checks';
import { clusterName, serviceName } from '@actions-aws/ecs';
import { alarmNames, canarySteps, untilWhere } from '@actions-aws/gates';
import { failuresOfServices, promotionInputs, runInputs } from '@actions-aws/promotion';
import { imagesDocument } from './images.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  service: serviceName(),
  cluster: clusterName(),
  images: optional(document(imagesDocument, { type: 'images by container' })),
  taskDefinition: optional(path({ kind: 'file' })),
  smoke: document(checksDocument, { type: 'checks' }),
  verify: document(verifyDocument, { type: 'checks' }),
  canary: canarySteps(),
  alarms: optional(alarmNames()),
  until: untilWhere(),
  onFiringAlarm: choice('fail', 'ignore'),
  onInsufficientData: choice('hold', 'pass', 'fail'),
  settle: duration({ min: '0s', max: '1h' }),
  whenBusy: choice('wait', 'fail', 'replace'),
  force: flag(),
  testUrl: optional(siteAddress({ allowsHttp: true })),
  url: optional(siteAddress({ allowsHttp: true })),
  headers: optional(siteHeaders()),
  ...runInputs({ least: '1m' }),
  ...promotionInputs,
};

/** What a workflow gets. */
export const outputs = [
  'outcome',
  'revision',
  'promoted-revision',
  'previous-revision',
  'task-definition',
  'test-url',
  'share',
  'expires-at',
  'image-digests',
  'report',
] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresOfServices(
  'code-changed',
  'condition-not-met',
  'stopped',
  'not-ready',
  'nothing-before',
);

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type EcsDeploy = Run<Given, (typeof outputs)[number]>;
