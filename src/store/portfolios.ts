import type { Portfolio, Programme } from "../core/portfolio.ts";
import type { Projects } from "../ports/projects.ts";
import { grouped } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Part = Pick<Projects, "portfolios" | "portfolio" | "savePortfolio" | "scaleOn" | "setScale" | "programmes" | "saveProgramme">;
type Settings = Omit<Portfolio, "id" | "key" | "name" | "scale">;

/** A scale that nobody dated holds for all that came before. */
const everSince = "0001-01-01";

export function portfolios(db: Db): Part {
  const read = async (rows: readonly Tables["portfolios"][]): Promise<readonly Portfolio[]> => {
    const scales = grouped(await db.selectFrom("scales").selectAll().orderBy("from_day").execute(), (row) => row.portfolio);
    return rows.map(({ id, key, name, settings }) => {
      const kept: Settings = JSON.parse(settings);
      return { id, key, name, ...kept, scale: scales.get(id)?.at(-1)?.scale ?? "three" };
    });
  };

  return {
    async portfolios() {
      return read(await db.selectFrom("portfolios").selectAll().orderBy("key").execute());
    },

    async portfolio(idOrKey) {
      const rows = db.selectFrom("portfolios").selectAll();
      const found = await rows.where((e) => e.or([e("id", "=", idOrKey), e("key", "=", idOrKey.toUpperCase())])).execute();
      return (await read(found))[0];
    },

    /** The scale is dated: after the first time it changes by `setScale` only. */
    async savePortfolio({ id, key, name, scale, ...rest }) {
      const kept: Settings = rest;
      const row = { key: key.toUpperCase(), name, settings: JSON.stringify(kept) };
      await db
        .insertInto("portfolios")
        .values({ id, ...row })
        .onConflict((c) => c.column("id").doUpdateSet(row))
        .execute();
      const dated = await db.selectFrom("scales").select("scale").where("portfolio", "=", id).executeTakeFirst();
      if (!dated) await db.insertInto("scales").values({ portfolio: id, from_day: everSince, scale }).execute();
    },

    async scaleOn(portfolio, date) {
      const dated = db.selectFrom("scales").select("scale").where("portfolio", "=", portfolio);
      const now = await dated.where("from_day", "<=", date).orderBy("from_day", "desc").limit(1).executeTakeFirst();
      const any = now ?? (await dated.orderBy("from_day").limit(1).executeTakeFirst());
      return any?.scale ?? "three";
    },

    async setScale(portfolio, scale, from) {
      await db
        .insertInto("scales")
        .values({ portfolio, scale, from_day: from })
        .onConflict((c) => c.columns(["portfolio", "from_day"]).doUpdateSet({ scale }))
        .execute();
    },

    async programmes(portfolio): Promise<readonly Programme[]> {
      const rows = db.selectFrom("programmes").select(["id", "portfolio", "name", "key"]).orderBy("key");
      return portfolio === undefined ? rows.execute() : rows.where("portfolio", "=", portfolio).execute();
    },

    async saveProgramme({ id, portfolio, key, name }) {
      const row = { portfolio, key: key.toUpperCase(), name };
      await db
        .insertInto("programmes")
        .values({ id, ...row })
        .onConflict((c) => c.column("id").doUpdateSet(row))
        .execute();
    },
  };
}
