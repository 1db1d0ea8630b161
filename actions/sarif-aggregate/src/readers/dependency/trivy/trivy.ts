import type { Failure, Reported } from '@actions-aws/findings';
import {
  entriesOf,
  type Fields,
  firstOf,
  isObject,
  maybeObject,
  maybeObjects,
  maybeText,
  reportOf,
} from '../../fields.ts';
import { present } from '../../present.ts';
import { partial, type Reader, type Reading } from '../../reader.ts';
import { imageWithoutTag } from '../images.ts';
import { resultsOf } from './results.ts';
import type { Scanned } from './scanned.ts';

/**
 * https://trivy.dev/latest/docs/configuration/reporting/#json: Trivy 0.1 to 0.74. A list of targets up to 0.19, an object since; of a
 * cluster, a list of resources. What Trivy could not read is in none of them.
 */
export const trivy: Reader = {
  tool: 'trivy',
  form: 'Trivy’s JSON',
  recognises: (document) => isList(document) || isReport(document) || isCluster(document),
  read(document, scan): Reading {
    if (Array.isArray(document)) return { results: listOf(entriesOf(document), scan.target), failures: [] };
    const report = reportOf(document);
    if (isCluster(document)) return clusterOf(report);
    const own = maybeObject(report, 'Trivy');
    const where = artifactOf(report, scan.target);
    return {
      results: maybeObjects(report, 'Results').flatMap((result) => resultsOf(result, where)),
      failures: [],
      ...present({ version: own && maybeText(own, 'Version') }),
    };
  },
};

function isList(document: unknown): boolean {
  const first = firstOf(document);
  return (
    first !== undefined && 'Target' in first && ('Vulnerabilities' in first || 'Type' in first || 'Class' in first)
  );
}

function isReport(document: unknown): boolean {
  return isObject(document) && 'SchemaVersion' in document && ('ArtifactName' in document || 'Results' in document);
}

const LISTS = ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'] as const;

function isCluster(document: unknown): boolean {
  return isObject(document) && 'ClusterName' in document && LISTS.some((list) => Array.isArray(document[list]));
}

/** The types are those of `trivy image`, `fs`, `repository`, `rootfs`, `vm` and `sbom`. */
function artifactOf(report: Fields, target: string | undefined): Scanned {
  const name = maybeText(report, 'ArtifactName');
  const type = maybeText(report, 'ArtifactType');
  if (type === 'container_image' || type === 'image') return ofImage(imageWithoutTag(name ?? ''));
  return { kind: 'files', target: target ?? (type === 'cyclonedx' || type === 'spdx' ? (name ?? '') : '') };
}

function ofImage(image: string): Scanned {
  return { kind: 'image', target: image, image };
}

/** The list does not say what was scanned: with packages of a distribution in it, it is an image. */
function listOf(results: readonly Fields[], target: string | undefined): readonly Reported[] {
  const image = results.map(imageNamed).find((one) => one !== undefined);
  const where: Scanned = image === undefined ? { kind: 'files', target: target ?? '' } : ofImage(image);
  return results.flatMap((result) => resultsOf(result, where));
}

/** `redis:6.0.5 (debian 10.4)` */
function imageNamed(result: Fields): string | undefined {
  const target = maybeText(result, 'Target');
  return target !== undefined && / \([^()]+\)$/.test(target) ? imageWithoutTag(target) : undefined;
}

function clusterOf(report: Fields): Reading {
  const results: Reported[] = [];
  const failures: Failure[] = [];
  for (const resource of LISTS.flatMap((list) => maybeObjects(report, list))) {
    const name = [maybeText(resource, 'Namespace'), maybeText(resource, 'Kind'), maybeText(resource, 'Name')]
      .filter((one) => one !== undefined)
      .join('/');
    const error = maybeText(resource, 'Error');
    if (error !== undefined) failures.push(partial(`Trivy did not scan ${name}: ${error}`));
    const found = maybeObjects(resource, 'Results');
    const image = found.map(imageNamed).find((one) => one !== undefined);
    const where: Scanned = {
      kind: 'cluster',
      target: image ?? name,
      ...(image !== undefined && { image }),
      resource: name,
    };
    results.push(...found.flatMap((result) => resultsOf(result, where)));
  }
  return { results, failures };
}
