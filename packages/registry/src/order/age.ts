/** How one commit stands to another: that of the image that wants a tag to that of the image that has it. */
export interface Age {
  readonly order: 'same' | 'newer' | 'older' | 'unknown';
  /** A clause, such as `its commit 0123456789ab is contained in this one`. */
  readonly because: string;
}
