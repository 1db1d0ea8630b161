/**
 * What stands for a file that Lambda could not read, as it runs as another user than the file's owner: loading it throws what
 * reading it throws there (aws-amplify/amplify-cli#6658). Permissions would not do, since a test may be run by root. The remedy,
 * which AWS does not give, is in the trace alone.
 */
export function unreadable(pathOnAws: string): string {
  const remedy =
    "only its owner may read this file, and Lambda runs as another user: give it mode 644 (in Python's zipfile, ZipInfo.external_attr = 0o644 << 16)";
  if (pathOnAws.endsWith('.py')) {
    return `raise PermissionError(13, "Permission denied", ${JSON.stringify(pathOnAws)})  # ${remedy}\n`;
  }
  const message = `EACCES: permission denied, open '${pathOnAws}'`;
  return [
    `const error = Object.assign(new Error(${JSON.stringify(message)}), { code: 'EACCES', errno: -13, syscall: 'open' });`,
    `error.stack += ${JSON.stringify(`\n    (${remedy})`)};`,
    'throw error;\n',
  ].join('\n');
}
