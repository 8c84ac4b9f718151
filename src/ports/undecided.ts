/** The connection to the database was lost while it was making something durable: it may be kept, or not. */
export class Undecided extends Error {
  constructor(cause: unknown) {
    super("The connection to the database was lost in the moment of storing: look whether it is there before you do it again.", { cause });
  }
}
