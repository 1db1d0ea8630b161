import { UserError } from '@actions-aws/action';

/** What the machine refuses where a file is written is the author's to change; anything else is a bug or an outage, and stays as it is. */
export function refusedByDisk(
  cause: unknown,
  { folder, rest = '', hint }: { readonly folder: string; readonly rest?: string; readonly hint: string },
): unknown {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const why = code === undefined ? undefined : WHY.get(code);
  if (why === undefined) return cause;
  return new UserError(`Nothing can be written to \`${folder}\`: ${why}.${rest && ` ${rest}`}`, { hint, cause });
}

const WHY = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EFBIG', 'the file is too large'],
  ['EROFS', 'it cannot be changed'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['ENOTDIR', 'a file has its name'],
  ['EEXIST', 'a file has its name'],
]);
