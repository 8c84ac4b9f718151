/** What the harness tells an instance over the channel between the two processes, and what comes back. */
export type Order =
  | { readonly do: "beat" }
  /** The clock is set: so far it is from the machine's own. */
  | { readonly do: "clock"; readonly offsetMs: number }
  /** Nothing runs for so long: a machine that is suspended, a disk that does not answer. */
  | { readonly do: "stall"; readonly ms: number }
  | { readonly do: "figures" };

export interface Figures {
  /** After everything that can be collected was. */
  readonly heapBytes: number;
  readonly residentBytes: number;
  /** How long the program held up its event loop at worst since it was asked last. */
  readonly heldUpMs: number;
}

export type Answer = { readonly is: "ready"; readonly port: number } | { readonly is: "beaten" } | ({ readonly is: "figures" } & Figures);
