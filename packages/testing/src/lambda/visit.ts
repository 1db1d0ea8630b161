/** What one request of a user got. */
export interface Visit {
  /** On the local clock, in milliseconds since the epoch. */
  readonly sent: number;
  /** When the answer came, on the same clock. */
  readonly at: number;
  /** Which version answered; missing where none did. */
  readonly version?: string;
  /** What the function answered, or the error that it ended with. */
  readonly body: string;
  /** The function itself failed. */
  readonly functionError?: string;
  /** Why nothing answered, as AWS or the connection had it. */
  readonly failure?: string;
}
