import { expect, test } from "vitest";
import { carriedOn } from "../../src/store/database/database-clock.ts";

/** The database's clock and the machine's steady one, both turned by hand. */
function clocks() {
  let [database, steady] = [Date.parse("2026-11-23T09:00:00Z"), 5_000];
  let [onTheWay, onTheWayBack] = [1, 1];
  const pass = (ms: number) => {
    database += ms;
    steady += ms;
  };
  const read = async () => {
    pass(onTheWay);
    const at = database;
    pass(onTheWayBack);
    return at;
  };
  return {
    clock: carriedOn(read, () => steady),
    pass,
    takes(there: number, back: number) {
      [onTheWay, onTheWayBack] = [there, back];
    },
    setDatabase: (ms: number) => {
      database += ms;
    },
    offBy: (now: Date) => Math.abs(now.getTime() - database),
  };
}

test("a program that stood still while it asked the database for the time goes on by the time it knew", async () => {
  const { clock, pass, takes, offBy } = clocks();
  await clock.ask();
  pass(10_000);
  takes(1, 90_000);
  expect(await clock.ask()).toBe(false);
  expect(offBy(clock.now())).toBeLessThan(10);
});

test("a database that was slow to answer at first is gone by all the same, and put right by the next answer", async () => {
  const { clock, takes, offBy } = clocks();
  takes(4_000, 0);
  expect(await clock.ask()).toBe(false);
  expect(offBy(clock.now())).toBeLessThanOrEqual(2_000);
  takes(2, 0);
  expect(await clock.ask()).toBe(true);
  expect(offBy(clock.now())).toBeLessThan(10);
});

test("a database whose clock is put right is followed", async () => {
  const { clock, setDatabase, offBy } = clocks();
  await clock.ask();
  setDatabase(-7_200_000);
  expect(await clock.ask()).toBe(true);
  expect(offBy(clock.now())).toBeLessThan(10);
});
