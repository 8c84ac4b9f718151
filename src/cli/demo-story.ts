import { instantOf } from "../core/time.ts";
import type { Keys } from "./demo-portfolio.ts";
import type { Stage } from "./stage.ts";

const embassy = {
  Overall: "amber",
  Summary: "Planning consent is with the local authority.",
  "Path to green": "Consent hearing",
  "Green by": "2022-06-10",
};
const courts = {
  Overall: "amber",
  Summary: "Load test of the common platform is booked.",
  "Path to green": "Pass the load test",
  "Green by": "2022-05-27",
};
const credit = { Overall: "amber", Summary: "Migration pilots continue.", "Path to green": "Pilot results", "Green by": "2022-06-30" };

/** The week before, off stage, so that there is something to compare with and to promise. */
export async function playWeekBefore(stage: Stage, keys: Keys, zone: string): Promise<void> {
  await stage.jumpTo(stage.now());
  await stage.jumpTo(instantOf("2022-05-09", "09:00", zone));
  const answers: readonly (readonly [user: string, key: string, answers: Readonly<Record<string, string>>])[] = [
    ["ben", keys.a303, { Overall: "green", Summary: "Enabling works on plan." }],
    [
      "ben",
      keys.crossrail,
      { Overall: "green", Summary: "Trial operations on plan.", "Next steps": "Finish trial operations scenario 12, 13 May" },
    ],
    ["ben", keys.courts, courts],
    ["dana", keys.credit, credit],
    ["dana", keys.tax, { Overall: "green", Summary: "VAT quarter closed with no incident." }],
    ["chen", keys.embassy, embassy],
    [
      "omar",
      keys.borders,
      {
        Overall: "red",
        Summary: "Data service underestimated; no agreed date.",
        "Path to green": "Re-plan with the vendor",
        "Green by": "2022-05-13",
      },
    ],
  ];
  for (const [user, key, said] of answers) {
    await stage.as(user).presses(`${key}: Update`);
    await stage.as(user).submits(said);
  }
  await stage.jumpTo(instantOf("2022-05-13", "06:00", zone));
  await stage.jumpTo(instantOf("2022-05-13", "08:00", zone));
  await stage.jumpTo(instantOf("2022-05-15", "20:00", zone));
}

/** One reporting cycle: asked, answered, reminded, warned, escalated, logged, previewed, posted. */
export async function playCycle(stage: Stage, keys: Keys, zone: string): Promise<void> {
  const to = (date: string, time: string) => stage.turnTo(instantOf(date, time, zone));
  const [ben, dana, ada] = [stage.as("ben"), stage.as("dana"), stage.as("ada")];
  stage.tell(opening);

  stage.tell("── Monday. Everybody is asked at their own 09:00; in Shanghai that is 02:00 in London.");
  await to("2022-05-16", "09:00");

  stage.tell("── Ben has three projects on one card. On one nothing changed; on one he planned a step.");
  await ben.presses(`${keys.a303}: No change`);
  await ben.presses(`${keys.crossrail}: Update`);
  await ben.submits({
    Overall: "amber",
    Summary: "Dynamic testing of the central section is three weeks behind.",
    [`Promised: Finish trial operations scenario 12, 13 May`]: "moved",
    "Moved to": "2022-06-03",
    "Path to green": "Extra night shifts on the signalling tests",
    "Green by": "2022-06-24",
    "Next steps": "Second signalling test, 20 May",
    "Help needed": "Approve overtime for the signalling team until June",
    "Help from whom": "@erin",
    "Help by when": "2022-05-20",
  });
  stage.tell("── The next one opens by itself.");
  await ben.submits({
    Overall: "red",
    Summary: "The common platform failed its load test; the autumn roll-out cannot hold.",
    "Path to green": "Re-plan the roll-out by region",
    "Green by": "2022-07-29",
  });

  stage.tell("── Dana's two are two presses; Chen answers from Beijing.");
  await dana.presses(`${keys.tax}: No change`);
  await dana.presses(`${keys.credit}: No change`);
  await stage.as("chen").presses("Update");
  await stage.as("chen").submits({ Overall: "green", Summary: "Consent was granted." });

  stage.tell("── In the team's channel Priya logs a risk; Ben accepts it, and logs an issue in one line.");
  await stage.as("priya").says("/risk Signalling supplier may lose key staff p4 i5 due:2022-06-13", { channel: "crossrail" });
  await ben.presses("Accept");
  await ben.says(`/issue Load test environment undersized #${keys.courts} priority:high owner:@dana due:2022-05-25`);
  await ben.says("/risk list");

  stage.tell("── Tuesday. Omar has not answered: he alone is reminded.");
  await to("2022-05-17", "09:00");
  stage.tell("── Wednesday 17:00. It was due; before anybody else hears of it, Omar does.");
  await to("2022-05-18", "17:00");
  stage.tell("── Thursday 10:00. Still nothing, and the project was red: it goes up the line.");
  await to("2022-05-19", "10:00");
  stage.tell("── Friday 06:00. The PMO sees the digest first.");
  await to("2022-05-20", "06:00");
  await ada.presses("Add a note");
  await ada.submits({ Note: "The courts re-plan is on Monday's board agenda." });
  stage.tell("── Friday 08:00. It is posted to leadership's channel.");
  await to("2022-05-20", "08:00");
  stage.tell(ending);
}

const opening = `Drumbeat, playing one reporting cycle on 33 real projects of the UK Government Major Projects Portfolio.
Their ratings up to 31 March 2022 are as published: delivery confidence given by reviewers. All people are invented,
and so is everything that they say after that day. The clock is turned by hand; everything else is the real program.`;

const ending = `── The end of the cycle. People and what they say are invented; the projects and their ratings up to March 2022 are real.
Contains public sector information licensed under the Open Government Licence v3.0`;
