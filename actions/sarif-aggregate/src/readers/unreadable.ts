/** A report that is not what it seemed to be. Its message is one sentence, and quotes nothing of what is in the file. */
export class UnreadableReport extends Error {
  override readonly name = 'UnreadableReport';
}
