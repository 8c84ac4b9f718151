import { describe, expect, test } from "vitest";
import { usualTiming } from "../../src/core/cadence.ts";
import { parseCadence } from "../../src/core/cadence-words.ts";
import { catchUp, type Heard } from "../../src/features/status/catch-up.ts";
import { asked, itPortfolio, type Office, person, planned, project, told } from "./office.ts";

const week = ["2026-11-22T12:00Z", "2026-11-28T12:00Z"] as const;
const cadence = (text: string) => parseCadence(text, "2026-11-22") ?? { every: "never" as const };
const queued = (id: string, date: string, who = "ben") => ({ project: id, date, state: "queued" as const, asked: who });
const messages = async (office: Office, from: string = week[0], to: string = week[1]) => told(await planned(office, from, to));
const skips = async (office: Office, from: string = week[0], to: string = week[1]) => asked(await planned(office, from, to));

const silentWeek = [
  "Mon 23 Nov 09:00Z prompt ben: ORION",
  "Tue 24 Nov 09:00Z reminder ben: ORION",
  "Wed 25 Nov 17:00Z headsUp ben: ORION",
  "Thu 26 Nov 10:00Z escalation gita: ORION",
];

describe("the usual week", () => {
  test("of somebody silent", async () => {
    expect(await messages({})).toEqual(silentWeek);
    expect(await skips({})).toEqual(["orion 2026-11-23 queued ben"]);
  });

  test("of somebody who answered", async () => {
    const occurrences = [queued("orion", "2026-11-23")];
    const reports = { orion: { period: "2026-11-23" } };
    expect(await messages({ occurrences, reports }, "2026-11-23T12:00Z")).toEqual([]);
  });

  test("one card a day for all projects of a person, one message per recipient", async () => {
    const projects = [project("APOLLO"), project("ORION"), project("VEGA", { pm: "chloe", sponsor: "max" })];
    expect(await messages({ projects })).toEqual([
      "Mon 23 Nov 09:00Z prompt ben: APOLLO ORION",
      "Mon 23 Nov 14:00Z prompt chloe: VEGA",
      "Tue 24 Nov 09:00Z reminder ben: APOLLO ORION",
      "Tue 24 Nov 14:00Z reminder chloe: VEGA",
      "Wed 25 Nov 17:00Z headsUp ben: APOLLO ORION",
      "Wed 25 Nov 17:00Z headsUp chloe: VEGA",
      "Thu 26 Nov 10:00Z escalation gita: APOLLO ORION VEGA",
    ]);
  });

  test("projects of two portfolios arrive with the earlier prompt", async () => {
    const hr = { ...itPortfolio, id: "hr", timing: { ...usualTiming, prompt: "08:00" } };
    const projects = [project("APOLLO"), project("PAYROLL", { portfolio: "hr" })];
    expect((await messages({ projects, portfolios: [itPortfolio, hr] }))[0]).toBe("Mon 23 Nov 08:00Z prompt ben: APOLLO PAYROLL");
  });

  test("keys name who, of which day, and when of an escalation", async () => {
    expect((await planned({}, ...week)).messages.map(({ key }) => key)).toEqual([
      "prompt:ben:2026-11-23",
      "reminder:ben:2026-11-23",
      "headsUp:ben:2026-11-23",
      "escalation:gita:2026-11-23:2026-11-26T10:00:00.000Z",
    ]);
  });

  test("everything is of use until the cut-off", async () => {
    for (const { notAfter } of (await planned({}, ...week)).messages) expect(notAfter.toISOString()).toBe("2026-11-26T16:00:00.000Z");
  });
});

describe("who is not asked, and why", () => {
  test.each([
    [project("ORION", { state: "on hold" }), "on hold"],
    [project("ORION", { state: "not started" }), "not started"],
    [project("ORION", { pausedUntil: "2026-11-24" }), "paused until 24 Nov"],
    [project("ORION", { pm: "nobody" }), "has no project manager"],
    [project("ORION", { pm: "leo" }), "Leo has left"],
  ])("%#: %s", async (orion, why) => {
    const people = [person("leo", { left: "2026-11-01" })];
    expect(await skips({ projects: [orion], people })).toEqual([`orion 2026-11-23 skipped: ${why}`]);
    expect(await messages({ projects: [orion], people })).toEqual([]);
  });

  test("complete projects and a cadence of never leave no trace", async () => {
    const projects = [project("LUNA", { state: "complete" }), project("VEGA", { cadence: { every: "never" } })];
    expect(await planned({ projects }, ...week)).toEqual({ occurrences: [], messages: [] });
  });

  test("a pause ends on its day", async () => {
    expect(await messages({ projects: [project("ORION", { pausedUntil: "2026-11-23" })] })).toEqual(silentWeek);
  });

  test("away with nobody to stand in", async () => {
    const absences = [{ person: "ben", from: "2026-11-20", to: "2026-11-23" }];
    expect(await skips({ absences })).toEqual(["orion 2026-11-23 skipped: Ben is away and nobody stands in"]);
  });

  test.each([
    ["for this day", { period: "2026-11-23", at: "2026-11-21T10:00Z" }, true],
    ["after the last cut-off", { period: "2026-11-20", at: "2026-11-20T10:00Z" }, true],
    ["imported after the last cut-off", { period: "2026-11-20", at: "2026-11-22T10:00Z", source: "import statuses.csv" }, false],
    ["before the last cut-off", { period: "2026-11-19", at: "2026-11-19T10:00Z" }, false],
    ["late, for the week before", { period: "2026-11-16", at: "2026-11-22T10:00Z" }, false],
  ])("an early answer counts: %s", async (_, report, counts) => {
    const expected = counts ? "skipped: already answered early" : "queued ben";
    expect(await skips({ reports: { orion: report } })).toEqual([`orion 2026-11-23 ${expected}`]);
  });

  test("a cadence moved to Tuesday after Monday's prompt asks nothing twice", async () => {
    const projects = [project("ORION", { cadence: cadence("weekly tue") })];
    const occurrences = [queued("orion", "2026-11-23")];
    expect(await skips({ projects, occurrences }, "2026-11-23T12:00Z")).toEqual(["orion 2026-11-24 skipped: asked already on Mon 23 Nov"]);
  });
});

describe("deputies, absences and handovers", () => {
  test("the deputy is asked, in the deputy's own zone, and hears the rest", async () => {
    const absences = [{ person: "ben", from: "2026-11-20", to: "2026-11-30", deputy: "dev" }];
    expect(await messages({ absences })).toEqual([
      "Mon 23 Nov 03:30Z prompt dev: ORION",
      "Tue 24 Nov 03:30Z reminder dev: ORION",
      "Wed 25 Nov 17:00Z headsUp dev: ORION",
      "Thu 26 Nov 10:00Z escalation gita: ORION",
    ]);
  });

  test("a deputy who is away has a deputy; two who stand in for each other ask nobody", async () => {
    const away = (who: string, deputy: string) => ({ person: who, from: "2026-11-20", to: "2026-11-30", deputy });
    expect((await messages({ absences: [away("ben", "dev"), away("dev", "ines")] }))[0]).toBe("Mon 23 Nov 09:00Z prompt ines: ORION");
    expect(await messages({ absences: [away("ben", "dev"), away("dev", "ben")] })).toEqual([]);
  });

  test("the PM falls ill on Tuesday, and the deputy already owes four", async () => {
    const four = ["A", "B", "C", "D"].map((key) => project(key, { pm: "ines" }));
    const occurrences = [...four.map(({ id }) => queued(id, "2026-11-23", "ines")), queued("orion", "2026-11-23")];
    const absences = [{ person: "ben", from: "2026-11-24", to: "2026-12-01", deputy: "ines" }];
    expect(await messages({ projects: [...four, project("ORION")], occurrences, absences }, "2026-11-23T12:00Z")).toEqual([
      "Tue 24 Nov 09:00Z reminder ines: A B C D ORION",
      "Wed 25 Nov 17:00Z headsUp ines: A B C D ORION",
      "Thu 26 Nov 10:00Z escalation gita: A B C D ORION",
    ]);
  });

  test("absences are not late", async () => {
    const absences = [{ person: "ben", from: "2026-11-26", to: "2026-11-27" }];
    expect(await messages({ absences })).toEqual(silentWeek.slice(0, 2));
  });

  test("a new PM is asked by a reminder of their own, and not chased for what was due by the day they came", async () => {
    const handed = (pmSince: string) => ({
      projects: [project("ORION", { pm: "chloe", pmSince }), project("VEGA", { pm: "chloe" })],
      occurrences: [queued("orion", "2026-11-23"), queued("vega", "2026-11-23", "chloe")],
    });
    expect(await messages(handed("2026-11-23"), "2026-11-23T15:00Z", "2026-11-25T15:00Z")).toEqual([
      "Tue 24 Nov 14:00Z reminder chloe: ORION VEGA",
    ]);
    expect(await messages(handed("2026-11-24"), "2026-11-24T10:00Z")).toEqual([
      "Tue 24 Nov 14:00Z reminder chloe: VEGA",
      "Wed 25 Nov 14:00Z reminder chloe: ORION",
      "Wed 25 Nov 17:00Z headsUp chloe: ORION VEGA",
      "Thu 26 Nov 10:00Z escalation gita: ORION VEGA",
    ]);
    for (const due of ["2026-11-25", "2026-11-26"]) {
      const { projects, occurrences } = handed(due);
      expect(await messages({ projects: projects.slice(0, 1), occurrences }, "2026-11-25T00:00Z")).toEqual([]);
    }
  });

  test("on hold or paused since the prompt: nothing more", async () => {
    const occurrences = [queued("orion", "2026-11-23")];
    for (const change of [{ state: "on hold" as const }, { pausedUntil: "2026-12-24" }])
      expect(await messages({ projects: [project("ORION", change)], occurrences }, "2026-11-23T12:00Z")).toEqual([]);
  });
});

describe("days off", () => {
  test("a prompt on a holiday comes the next working day, and the cut-off keeps its day", async () => {
    expect(await messages({}, "2026-08-30T12:00Z", "2026-09-05T12:00Z")).toEqual([
      "Tue 1 Sep 08:00Z prompt ben: ORION",
      "Wed 2 Sep 08:00Z reminder ben: ORION",
      "Wed 2 Sep 16:00Z headsUp ben: ORION",
      "Thu 3 Sep 09:00Z escalation gita: ORION",
    ]);
  });

  test("chasing steps over holidays and the organisation's own days", async () => {
    const portfolios = [{ ...itPortfolio, daysOff: ["2026-12-24", "2026-12-29"] }];
    const projects = [project("ORION", { cadence: cadence("weekly wed") })];
    expect(await messages({ projects, portfolios }, "2026-12-22T12:00Z", "2027-01-01T12:00Z")).toEqual([
      "Wed 23 Dec 09:00Z prompt ben: ORION",
      "Wed 30 Dec 09:00Z prompt ben: ORION", // the reminder of a week asked anew would be noise
      "Thu 31 Dec 09:00Z reminder ben: ORION",
      "Thu 31 Dec 17:00Z headsUp ben: ORION", // New Year's Day is off, and it closes on Monday as usual
    ]);
    expect(
      await messages({ projects, portfolios, occurrences: [queued("orion", "2026-12-16")] }, "2026-12-22T12:00Z", "2026-12-24T12:00Z"),
    ).toEqual(["Wed 23 Dec 09:00Z prompt ben: ORION"]);
  });

  test("clocks that change in the week keep their wall times", async () => {
    const projects = [project("ORION", { cadence: cadence("weekly fri") })];
    expect(await messages({ projects }, "2026-10-22T12:00Z", "2026-10-29T12:00Z")).toEqual([
      "Fri 23 Oct 08:00Z prompt ben: ORION",
      "Mon 26 Oct 09:00Z reminder ben: ORION",
      "Tue 27 Oct 17:00Z headsUp ben: ORION",
      "Wed 28 Oct 10:00Z escalation gita: ORION",
    ]);
  });
});

describe("who is told", () => {
  const told = async (office: Office) =>
    (await messages(office, "2026-11-26T09:00Z", "2026-11-26T11:00Z")).map((words) => words.split(" ")[5]);
  const open = [queued("orion", "2026-11-23")];
  const lastWeek = (state: "queued" | "skipped" | "expired") => [{ ...queued("orion", "2026-11-16"), state }, ...open];

  const sponsorless: Office = {
    projects: [project("ORION", { sponsor: "none", manager: "none" })],
    reports: { orion: { period: "2026-11-09", overall: "red" } },
  };

  test.each<[string, Office, string[]]>([
    ["the first miss: the PMO contact", {}, ["gita:"]],
    ["the second in a row: the sponsor", { occurrences: lastWeek("queued"), told: ["orion 2026-11-16"] }, ["erin:"]],
    ["the week before excused or not reached, so nobody was told", { occurrences: lastWeek("queued") }, ["gita:"]],
    [
      "the week before answered",
      { occurrences: lastWeek("queued"), told: ["orion 2026-11-16"], reports: { orion: { period: "2026-11-16" } } },
      ["gita:"],
    ],
    ["the week before skipped", { occurrences: lastWeek("skipped") }, ["gita:"]],
    ["the week before missed by the bot", { occurrences: lastWeek("expired") }, ["gita:"]],
    ["last known red: the sponsor at once", { reports: { orion: { period: "2026-11-09", overall: "red" } } }, ["erin:"]],
    ["no PMO contact: the programme manager", { projects: [project("ORION", { contact: "none" })] }, ["max:"]],
    ["no PMO contact: the rest of the PMO", { projects: [project("ORION", { contact: "none" })], pmo: ["none", "ada", "dev"] }, ["ada:"]],
    ["no sponsor and no manager: the contact before the rest of the PMO", { ...sponsorless, pmo: ["ada"] }, ["gita:"]],
    ["neither: the sponsor", { projects: [project("ORION", { contact: "none", manager: "none" })] }, ["erin:"]],
    ["the contact is the PM", { projects: [project("ORION", { contact: "ben" })] }, ["max:"]],
    ["the contact is away", { absences: [{ person: "gita", from: "2026-11-26", to: "2026-11-26" }] }, ["max:"]],
    [
      "the contact is away with a deputy",
      { absences: [{ person: "gita", from: "2026-11-26", to: "2026-11-26", deputy: "ada" }] },
      ["ada:"],
    ],
    ["the contact has left", { people: [person("gita", { left: "2026-11-01" })] }, ["max:"]],
    [
      "red, and the sponsor is the PM",
      { projects: [project("ORION", { sponsor: "ben" })], reports: { orion: { period: "2026-11-09", overall: "red" } } },
      ["max:"],
    ],
    ["nobody up the line", { projects: [project("ORION", { contact: "none", manager: "ben", sponsor: "ben" })] }, []],
    ["escalation off", { portfolios: [{ ...itPortfolio, escalate: { on: false, except: [] } }] }, []],
    [
      "off for this programme",
      {
        portfolios: [{ ...itPortfolio, escalate: { on: true, except: ["core"] } }],
        projects: [project("ORION", { programme: "core" })],
      },
      [],
    ],
    ["off for a programme that it is not in", { portfolios: [{ ...itPortfolio, escalate: { on: true, except: ["core"] } }] }, ["gita:"]],
    [
      "on for another programme",
      { portfolios: [{ ...itPortfolio, escalate: { on: false, except: ["x"] } }], projects: [project("ORION", { programme: "core" })] },
      [],
    ],
    [
      "on for this programme",
      { portfolios: [{ ...itPortfolio, escalate: { on: false, except: ["core"] } }], projects: [project("ORION", { programme: "core" })] },
      ["gita:"],
    ],
  ])("%s", async (_, office, recipients) => {
    expect(await told({ occurrences: open, ...office })).toEqual(recipients);
  });

  test("nobody is warned where nobody would be told", async () => {
    expect(await messages({ portfolios: [{ ...itPortfolio, escalate: { on: false, except: [] } }] })).toEqual(silentWeek.slice(0, 2));
  });
});

describe("after the program was stopped", () => {
  const heard = (warned: "yes" | "no" | "unreachable", written?: string): Heard => ({
    warned: () => warned,
    askedAt: () => (written === undefined ? undefined : new Date(written)),
  });
  const [yes, no] = [heard("yes"), heard("no")];
  const woken = async (from: string, to: string, before = yes, office: Office = {}) => {
    const { occurrences, messages } = catchUp(await planned(office, from, to), new Date(to), before);
    return [...asked({ occurrences }), ...told({ messages })];
  };

  test("several missed weeks become one prompt", async () => {
    expect(await woken("2026-11-01T12:00Z", "2026-11-24T08:00Z")).toEqual([
      "orion 2026-11-02 expired: the bot was not running",
      "orion 2026-11-09 expired: the bot was not running",
      "orion 2026-11-16 expired: the bot was not running",
      "orion 2026-11-23 queued ben",
      "Mon 23 Nov 09:00Z prompt ben: ORION",
    ]);
  });

  test("nobody is reminded in the breath that asks them", async () => {
    expect(await woken("2026-11-22T12:00Z", "2026-11-25T18:00Z")).toEqual([
      "orion 2026-11-23 queued ben",
      "Mon 23 Nov 09:00Z prompt ben: ORION",
    ]);
  });

  test("nor on the heels of it", async () => {
    const open = { occurrences: [queued("orion", "2026-11-23")] };
    expect(await woken("2026-11-24T08:30Z", "2026-11-24T09:30Z", heard("yes", "2026-11-23T09:00Z"), open)).toEqual([
      "Tue 24 Nov 09:00Z reminder ben: ORION",
    ]);
    expect(await woken("2026-11-24T08:30Z", "2026-11-24T09:30Z", heard("yes", "2026-11-24T08:30Z"), open)).toEqual([]);
  });

  test("what is past its cut-off is not asked any more", async () => {
    expect(await woken("2026-11-22T12:00Z", "2026-11-26T16:00Z")).toEqual(["orion 2026-11-23 expired: the bot was not running"]);
  });

  test("nobody is told on without a warning", async () => {
    const open = { occurrences: [queued("orion", "2026-11-23")] };
    const night = ["2026-11-25T16:00Z", "2026-11-26T10:30Z"] as const;
    expect(await woken(...night, no, open)).toEqual(["Wed 25 Nov 17:00Z headsUp ben: ORION"]);
    expect(await woken("2026-11-26T09:00Z", "2026-11-26T10:30Z", no, open)).toEqual([]);
    expect(await woken("2026-11-26T09:00Z", "2026-11-26T10:30Z", yes, open)).toEqual(["Thu 26 Nov 10:00Z escalation gita: ORION"]);
  });

  test("whoever could not be reached is never late: the PMO contact hears that, whoever would have been told", async () => {
    const open = { occurrences: [queued("orion", "2026-11-23")], reports: { orion: { period: "2026-11-09", overall: "red" as const } } };
    expect(await woken("2026-11-26T09:00Z", "2026-11-26T10:30Z", yes, open)).toEqual(["Thu 26 Nov 10:00Z escalation erin: ORION"]);
    expect(await woken("2026-11-26T09:00Z", "2026-11-26T10:30Z", heard("unreachable"), open)).toEqual([
      "Thu 26 Nov 10:00Z notReached gita: ORION",
    ]);
  });

  test("a reminder gives way to the warning that comes with it", async () => {
    const open = { occurrences: [queued("orion", "2026-11-23")] };
    expect(await woken("2026-11-24T08:00Z", "2026-11-25T18:00Z", yes, open)).toEqual(["Wed 25 Nov 17:00Z headsUp ben: ORION"]);
  });
});

test("nobody is warned of what is never told, as they are asked anew before; a plan of any length knows it", async () => {
  const timing = { ...usualTiming, reminder: { days: 2, at: "09:00" } };
  const office = { portfolios: [{ ...itPortfolio, timing, daysOff: ["2026-11-26", "2026-11-27"] }] };
  const first = ["Mon 23 Nov 09:00Z prompt ben: ORION", "Wed 25 Nov 09:00Z reminder ben: ORION"];
  expect(await messages(office, week[0], "2026-11-25T18:00Z")).toEqual(first);
  expect((await messages(office, week[0], "2026-12-02T12:00Z")).slice(0, 3)).toEqual([...first, "Mon 30 Nov 09:00Z prompt ben: ORION"]);
});

test("any split of a stretch yields the same messages and askings", async () => {
  const hr = { ...itPortfolio, id: "hr", zone: "America/New_York", country: "US", timing: { ...usualTiming, prompt: "08:15" } };
  const office: Office = {
    portfolios: [itPortfolio, hr],
    projects: [
      project("APOLLO"),
      project("HERMES", { pm: "chloe", cadence: cadence("every 2 weeks wed from 2026-10-14") }),
      project("LUNA", { pm: "dev", cadence: cadence("monthly last working day"), sponsor: "dev" }),
      project("ORION", { portfolio: "hr", pm: "ben" }),
      project("VEGA", { portfolio: "hr", pm: "max", cadence: cadence("weekly fri") }),
      project("NOVA", { state: "on hold" }),
    ],
    absences: [{ person: "ben", from: "2026-10-27", to: "2026-11-10", deputy: "dev" }],
    reports: { hermes: { period: "2026-10-28", overall: "red" } },
  };
  const [from, to] = [Date.parse("2026-10-18T00:00Z"), Date.parse("2026-11-29T00:00Z")];
  const whole = await planned(office, new Date(from).toISOString(), new Date(to).toISOString());
  expect(whole.messages.length).toBeGreaterThan(60);

  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 8; round++) {
    const parts = { messages: [] as string[], occurrences: [] as string[] };
    const known: NonNullable<Office["occurrences"]>[number][] = [];
    const silences: string[] = [];
    for (let at = from; at < to; ) {
      const next = Math.min(to, at + (1 + random(round < 4 ? 12 * 3600 : 5 * 24 * 3600)) * 1000);
      const part = await planned(
        { ...office, occurrences: known, told: silences },
        new Date(at).toISOString(),
        new Date(next).toISOString(),
      );
      parts.messages.push(...told(part));
      parts.occurrences.push(...asked(part));
      known.push(...part.occurrences);
      for (const { kind, date, projects } of part.messages)
        if (kind === "escalation") silences.push(...projects.map((id) => `${id} ${date}`));
      at = next;
    }
    expect(parts.messages).toEqual(told(whole));
    expect(parts.occurrences.toSorted()).toEqual(asked(whole).toSorted());
  }
});
