/** One element or action of an Adaptive Card. */
export interface Element {
  readonly type: string;
  readonly [property: string]: unknown;
}
