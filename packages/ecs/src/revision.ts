import { type JsonObject, objectIn, objectsIn, textIn, timeIn } from './json.ts';

/** A service revision: all that ECS wrote down of what it was to deploy. It never changes. */
export interface ServiceRevision {
  readonly arn: string;
  /** ARN of the task definition. */
  readonly taskDefinition: string;
  readonly images: readonly RevisionImage[];
  /** Milliseconds since the epoch; `undefined` where AWS does not say. */
  readonly createdAt: number | undefined;
  /** Which target groups have its tasks, by which rule users come there. */
  readonly resolved: readonly { readonly targetGroup: string; readonly productionRule: string }[];
  /** As it came: what it holds besides, such as networks and volumes, known or not. */
  readonly raw: JsonObject;
}

/** The image of a container, and what it was resolved to. */
export interface RevisionImage {
  readonly container: string;
  /** As the task definition has it. */
  readonly image: string;
  /** `sha256:…`; empty where ECS did not resolve it. */
  readonly digest: string;
}

/** Reads a revision out of AWS's JSON, of DescribeServiceRevisions. */
export function revisionIn(raw: JsonObject): ServiceRevision {
  return {
    arn: textIn(raw, 'serviceRevisionArn'),
    taskDefinition: textIn(raw, 'taskDefinition'),
    images: objectsIn(raw, 'containerImages').map((image) => ({
      container: textIn(image, 'containerName'),
      image: textIn(image, 'image'),
      digest: textIn(image, 'imageDigest'),
    })),
    createdAt: timeIn(raw, 'createdAt'),
    resolved: objectsIn(objectIn(raw, 'resolvedConfiguration'), 'loadBalancers').map((one) => ({
      targetGroup: textIn(one, 'targetGroupArn'),
      productionRule: textIn(one, 'productionListenerRule'),
    })),
    raw,
  };
}
