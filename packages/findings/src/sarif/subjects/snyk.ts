import { isDistribution, packageNamed, packageType } from '../../dependency/packages.ts';
import type { Package } from '../../result.ts';
import { list, type Shape, shape, text, texts } from '../../shapes.ts';
import { type Named, type Naming, parted } from './named.ts';

/**
 * Snyk Open Source and Container: CVEs, package and version are the rule's full description, `(CVE-2024-1, CVE-2024-2) name@version`,
 * where a distribution's package is `source/binary`; the severity begins its short one. One result stands for all packages of an
 * advisory. https://github.com/snyk/cli/blob/main/src/lib/formatters/sarif-output.ts
 */
export const snyk: Naming = {
  rule(descriptor, id) {
    const type = packageType(texts(shape(descriptor.properties).tags).at(-1) ?? '');
    const full = text(shape(descriptor.fullDescription).text) ?? '';
    const close = full.startsWith('(') ? full.indexOf(')') : -1;
    const cves = close < 0 ? [] : full.slice(1, close).split(',');
    const { name, version } = parted(full.slice(close + 1).trim());
    const word = wordOf(descriptor);
    if (name === '') return { word };
    const found = { word, package: packageOf(type, name), version };
    if (!id.startsWith('snyk:lic:')) return { ...found, kind: 'dependency', advisories: [id, ...cves] };
    return { ...found, kind: 'license', license: id.slice(id.lastIndexOf(':') + 1) };
  },
  result(result, _, __, driver): Named | undefined {
    const location = shape(list(result.locations)[0]);
    // Since the CLI of 2025, the package of the result itself stands there.
    const name = text(shape(list(location.logicalLocations)[0]).fullyQualifiedName);
    const version = name?.includes('@') ? parted(name).version : undefined;
    const uri = text(shape(shape(location.physicalLocation).artifactLocation).uri);
    return {
      ...(version !== undefined && { version }),
      image: uri && driver === 'Snyk Container' ? imageIn(uri) : undefined,
    };
  },
};

/**
 * The image in what stands for a file where Snyk knows none: its name with `_` for each colon.
 * https://github.com/snyk/cli/blob/main/src/lib/formatters/get-sarif-result.ts
 */
function imageIn(uri: string): string | undefined {
  const project = 'docker-image|';
  const name = uri.startsWith(project) ? uri.slice(project.length) : uri;
  // No image has a longer name: https://github.com/distribution/reference/blob/main/reference.go
  if (name.length > 400) return undefined;
  const tag = /(?:@sha256_[0-9a-f]{64}|_(?:latest|v?\d[\w.-]*))$/.exec(name);
  if (tag) return name.slice(0, tag.index);
  return name === uri ? undefined : name;
}

/** Snyk Infrastructure as Code: the same words for severities. */
export const snykIac: Naming = { rule: (descriptor) => ({ word: wordOf(descriptor) }) };

function wordOf(descriptor: Shape): string | undefined {
  const short = text(shape(descriptor.shortDescription).text) ?? '';
  const at = short.indexOf(' severity');
  return at > 0 ? short.slice(0, at) : undefined;
}

function packageOf(type: string | undefined, name: string): Package {
  const slash = name.indexOf('/');
  if (!isDistribution(type) || slash <= 0) return packageNamed(type, name);
  return packageNamed(type, name.slice(slash + 1), name.slice(0, slash));
}
