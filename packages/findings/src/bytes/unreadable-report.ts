/**
 * Why a report cannot be read: `empty` has no byte but white space, `archive` is compressed, `encoding` is neither UTF-8 nor UTF-16,
 * `truncated` ends too early, `several` has more text after its end, `malformed` is no JSON, `too-deep` and `too-large` are beyond
 * what is read, `no-file` cannot be opened or is no file.
 */
export type Unreadable =
  | 'empty'
  | 'archive'
  | 'encoding'
  | 'truncated'
  | 'several'
  | 'malformed'
  | 'too-deep'
  | 'too-large'
  | 'no-file';

/** A report that cannot be read. Its message is one sentence without the file's name, and quotes nothing of what is in the file. */
export class UnreadableReport extends Error {
  override readonly name = 'UnreadableReport';
  readonly reason: Unreadable;

  constructor(reason: Unreadable, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
