import { hash } from 'node:crypto';
import type { Failure, Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, flag, isObject, maybeLine, maybeText, membersOf, object, text } from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';
import { isOn, secretMessage } from '../secrets.ts';

/**
 * https://github.com/trufflesecurity/trufflehog/blob/main/pkg/output/json.go: TruffleHog 3. Its lines are read as the entries of a
 * list; a file without a byte is its clean report. Where its log was written to the same file, lines of it are between them.
 */
export const trufflehog: Reader = {
  tool: 'trufflehog',
  form: 'TruffleHog’s lines of JSON',
  recognises: (document) => linesOf(document).some(isSecret),
  couldBe: (document) =>
    linesOf(document).length > 0 && linesOf(document).every((line) => isSecret(line) || isLog(line)),
  read(document) {
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const line of entriesOf(linesOf(document))) {
      if (!isLog(line.of)) results.push(resultOf(line));
      else if (line.of.level === 'error' || line.of.level === 'fatal') failures.push(failureOf(line));
    }
    return { results, failures };
  },
};

/** A file of one line is one object. */
function linesOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  return isObject(document) ? [document] : [];
}

function isSecret(line: unknown): boolean {
  return isObject(line) && 'SourceMetadata' in line && 'DetectorName' in line;
}

function isLog(line: unknown): boolean {
  return isObject(line) && 'level' in line && 'msg' in line && !('DetectorName' in line);
}

/** Its other fields may hold an address with a password. */
function failureOf(line: Fields): Failure {
  return partial(`TruffleHog did not see everything: ${text(line, 'msg')}`);
}

function resultOf(line: Fields): Reported {
  const detector = text(line, 'DetectorName');
  // One member, named for the kind of source: Git, Filesystem, Github, Docker and more.
  const [[kind, source] = []] = membersOf(object(object(line, 'SourceMetadata'), 'Data'));
  const file = source && maybeText(source, 'file');
  const commit = source && maybeText(source, 'commit');
  const isOfCheckout = kind === FILES || commit !== undefined;
  const path = file === undefined || isOfCheckout ? file : uriIn(kind ?? '', file);
  const verified = flag(line, 'Verified') ? 'verified ' : '';
  return {
    rule: { id: detector },
    message: secretMessage(`${verified}${detector} secret`, path),
    ...present({ path, line: source && maybeLine(source, 'line') }),
    subject: { kind: 'secret', ...present({ commit: isOfCheckout ? commit : source && whereIn(source) }) },
    ...present({ isOn: isPlain(line) ? isOn(maybeText(line, 'Raw')) : undefined }),
  };
}

/** Files of the checkout, which path and line tell apart. */
const FILES = 'Filesystem';

/**
 * In place of a commit, of a bucket, an image, a channel and all else that is no checkout: a hash of all that says where in it the
 * value is, since a path is no place by itself there, and many have none. Without it one that is accepted would stand for all.
 */
function whereIn({ of }: Fields): string {
  const told = Object.entries(of).filter(([name]) => !['file', 'line', 'email'].includes(name));
  return hash('sha256', JSON.stringify(told.sort(([a], [b]) => (a < b ? -1 : 1))), 'hex').slice(0, 40);
}

/** A path there, even a relative one, is none of the checkout: GitHub would show it in a file of that name. */
function uriIn(kind: string, file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^\/+/, '');
  return `trufflehog://${[kind, ...path.split('/')].map((one) => encodeURIComponent(one.toWellFormed())).join('/')}`;
}

/** What TruffleHog decoded first, from Base64 and more, is in no line as it is. */
function isPlain(line: Fields): boolean {
  return (maybeText(line, 'DecoderName') ?? 'PLAIN') === 'PLAIN';
}
