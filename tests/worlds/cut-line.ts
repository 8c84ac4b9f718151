import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The way to a Postgres, which breaks where it is told to. Like PgBouncer it lets nobody in who asks for settings at the door. */
export interface CutLine {
  readonly url: string;
  /** At the next commit: before the database hears of it, or before it can say that it is done. */
  breaksAtCommit: "before" | "after" | undefined;
  /** Whatever connects anew. */
  refuses: boolean;
  /** Nothing passes any more, and neither side hears why. */
  isDead: boolean;
  /** Every connection that there is. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startCutLine(target: string): Promise<CutLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (line.refuses) return void near.destroy();
    const far = connect(Number(port), hostname);
    const cut = () => [near, far].map((each) => each.destroy());
    for (const each of [near, far]) {
      sockets.add(each);
      each.on("error", cut).on("close", cut);
    }
    let isOver = false;
    near.once("data", (hello) => {
      if (hello.includes("options\0")) cut();
    });
    near.on("data", (said) => {
      if (line.isDead) return;
      const breaks = said.includes("commit\0") ? line.breaksAtCommit : undefined;
      if (breaks === undefined) return void far.write(said);
      line.breaksAtCommit = undefined;
      if (breaks === "before") return void cut();
      isOver = true;
      far.write(said);
    });
    far.on("data", (said) => void (isOver ? cut() : near.write(said)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  const line: CutLine = {
    url: url.href,
    breaksAtCommit: undefined,
    refuses: false,
    isDead: false,
    cut() {
      for (const each of sockets) each.destroy();
    },
    async stop() {
      line.cut();
      await new Promise((done) => server.close(done));
    },
  };
  return line;
}
