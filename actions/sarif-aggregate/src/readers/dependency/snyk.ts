import {
  advisoriesOf,
  type Failure,
  isDistribution,
  type Package,
  packageNamed,
  packageType,
  type Reported,
} from '@actions-aws/findings';
import {
  entriesOf,
  type Fields,
  firstOf,
  isObject,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  objects,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';
import { imageWithoutTag } from './images.ts';

/**
 * https://docs.snyk.io/developer-tools/snyk-cli/commands/test: `snyk test` and `snyk container test`, of one project or a list of
 * them. An entry is one way to one weakness of one package, as Snyk counts them: «vulnerable paths».
 */
export const snyk: Reader = {
  tool: 'snyk',
  form: 'Snyk’s JSON',
  recognises: (document) => isProject(document) || isProject(firstOf(document)),
  read(document, scan) {
    const projects = Array.isArray(document) ? entriesOf(document) : [reportOf(document)];
    const read = projects.map((project) => projectOf(project, undefined, scan.target ?? ''));
    return { results: read.flatMap(({ results }) => results), failures: read.flatMap(({ failures }) => failures) };
  },
};

function isProject(document: unknown): boolean {
  if (!isObject(document) || !('ok' in document)) return false;
  return Array.isArray(document.vulnerabilities) || typeof document.error === 'string';
}

function projectOf(
  project: Fields,
  within: string | undefined,
  otherwise: string,
): { readonly results: readonly Reported[]; readonly failures: readonly Failure[] } {
  const error = maybeText(project, 'error');
  const file = maybeText(project, 'displayTargetFile') ?? maybeText(project, 'targetFile');
  if (error !== undefined) {
    return {
      results: [],
      failures: [partial(`Snyk did not test ${file ?? maybeText(project, 'path') ?? 'a project'}: ${error}`)],
    };
  }
  const image = within ?? imageOf(project);
  const place: Place = {
    ...present({ path: image === undefined ? file : undefined }),
    target: image ?? file ?? otherwise,
  };
  const manager = maybeText(project, 'packageManager');
  const filtered = maybeObject(project, 'filtered');
  const hidden = (key: string) => (filtered === undefined ? [] : maybeObjects(filtered, key));
  // What is in the image beside its distribution's packages.
  const applications = maybeObjects(project, 'applications').map((one) => projectOf(one, image, otherwise));
  return {
    results: [
      ...objects(project, 'vulnerabilities').map((one) => resultOf(one, manager, place)),
      ...hidden('ignore').map((one) => ({
        ...resultOf(one, manager, place),
        suppressed: { by: 'tool', reason: reasonOf(one) } as const,
      })),
      ...hidden('patch').map((one) => ({
        ...resultOf(one, manager, place),
        suppressed: { by: 'tool', reason: 'patched' } as const,
      })),
      ...applications.flatMap(({ results }) => results),
    ],
    failures: applications.flatMap(({ failures }) => failures),
  };
}

interface Place {
  readonly path?: string;
  readonly target: string;
}

function imageOf(project: Fields): string | undefined {
  const name = maybeText(project, 'projectName');
  const prefix = 'docker-image|';
  if (name?.startsWith(prefix)) return imageWithoutTag(name.slice(prefix.length));
  if (!isObject(project.of.docker)) return undefined;
  return imageWithoutTag(maybeText(project, 'path') ?? name ?? '') || undefined;
}

function resultOf(entry: Fields, manager: string | undefined, { path, target }: Place): Reported {
  const rule = text(entry, 'id');
  const title = text(entry, 'title');
  const named = packageOf(entry, manager);
  const version = maybeText(entry, 'version');
  const license = maybeText(entry, 'license');
  const fixed = texts(entry, 'fixedIn').join(', ') || undefined;
  const ids = maybeObject(entry, 'identifiers');
  const score = maybeNumber(entry, 'cvssScore');
  const reported = {
    rule: { id: rule, summary: title, helpUri: `https://security.snyk.io/vuln/${encodeURIComponent(rule)}` },
    message: `${title} in ${named.name} ${version ?? ''}`.trim(),
    ...present({
      path,
      severity: maybeText(entry, 'severityWithCritical') ?? maybeText(entry, 'severity'),
      scores: score === undefined ? undefined : [score],
    }),
  };
  if (entry.of.type === 'license' || license !== undefined) {
    // `snyk:lic:npm:name:GPL-3.0`
    return {
      ...reported,
      subject: { kind: 'license', license: license ?? rule.split(':').at(-1) ?? rule, package: named, target },
    };
  }
  return {
    ...reported,
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf([rule, ...(ids === undefined ? [] : [...texts(ids, 'CVE'), ...texts(ids, 'GHSA')])]),
      package: named,
      ...present({ version, fixed }),
      target,
    },
  };
}

/** Of a distribution, names are `source/binary`, and the manager is followed by a version: `debian:12`. */
function packageOf(entry: Fields, manager: string | undefined): Package {
  const [word = ''] = (maybeText(entry, 'packageManager') ?? manager ?? '').split(':', 1);
  const type = packageType(word);
  const name = maybeText(entry, 'packageName') ?? maybeText(entry, 'moduleName') ?? text(entry, 'name');
  const slash = name.indexOf('/');
  if (!isDistribution(type) || slash < 0) return packageNamed(type, name);
  return packageNamed(type, name.slice(slash + 1), name.slice(0, slash));
}

function reasonOf(entry: Fields): string {
  const filtered = maybeObject(entry, 'filtered');
  const reasons =
    filtered === undefined ? [] : maybeObjects(filtered, 'ignored').map((one) => maybeText(one, 'reason'));
  return reasons.filter((one) => one !== undefined).join('; ');
}
