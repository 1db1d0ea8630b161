/** Something that the person at the keyboard can put right. It is told in words, without a stack. */
export class Problem extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} [remedy] what to do about it
   */
  constructor(message, remedy = '') {
    super(message);
    this.name = 'Problem';
    this.remedy = remedy;
  }
}
