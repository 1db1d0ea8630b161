/** Something for which a run is red here, because it would be red on GitHub, or because nothing can be said. */
export interface Problem {
  /** The workflow file, or where else it is. */
  readonly where: string;
  readonly message: string;
}
