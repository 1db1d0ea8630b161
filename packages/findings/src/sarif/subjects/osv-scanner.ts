import { packageNamed } from '../../dependency/packages.ts';
import { texts } from '../../shapes.ts';
import { type Naming, parted } from './named.ts';

/**
 * OSV-Scanner: the rule's former ids are those of the same advisory elsewhere; package and version begin the message,
 * `Package 'name@version' is vulnerable to …`. https://github.com/google/osv-scanner/blob/main/internal/output/sarif.go
 */
export const osvScanner: Naming = {
  rule: (descriptor, id) => ({ kind: 'dependency', advisories: [id, ...texts(descriptor.deprecatedIds)] }),
  result(_, message) {
    const start = "Package '";
    if (!message.startsWith(start)) return undefined;
    const { name, version } = parted(message.slice(start.length, message.indexOf("'", start.length)));
    return { package: packageNamed(undefined, name), version };
  },
};
