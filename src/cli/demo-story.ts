import { instantOf } from "../core/time.ts";
import type { Keys } from "./demo-portfolio.ts";
import type { Stage } from "./stage.ts";

/** One reporting cycle: asked, answered, reminded, warned, escalated, logged, previewed, posted. */
export async function playCycle(stage: Stage, keys: Keys, zone: string): Promise<void> {
  const to = (date: string, time: string) => stage.turnTo(instantOf(date, time, zone));
  stage.tell(opening);

  stage.tell("── Monday. Everybody is asked at their own 09:00; in Shanghai that is 02:00 in London.");
  await to("2022-04-04", "09:05");

  const ben = stage.as("ben");
  await ben.presses(`${keys.crossrail}: Update`);
  await ben.submits({
    Overall: "amber",
    Summary: "Dynamic testing of the central section is behind by three weeks.",
    "Path to green": "Extra night shifts on the signalling tests",
    "Green by": "2022-05-27",
    "Next steps": "Finish trial operations scenario 12, 8 Apr",
    "Help needed": "Approve overtime for the signalling team until June",
    "Help from whom": "@erin",
    "Help by when": "2022-04-08",
  });
  stage.tell("The next form opens by itself; it can be sent or left.");
  await ben.submits({ Overall: "green", Summary: "Enabling works on plan." });
  await ben.submits({
    Overall: "red",
    Summary: "The common platform failed its load test; the autumn courts roll-out cannot hold.",
    "Path to green": "Re-plan the roll-out by region",
    "Green by": "2022-07-29",
  });

  stage.tell("── Dana has nothing new on one of her two: one press.");
  const dana = stage.as("dana");
  await dana.presses(`${keys.tax}: Update`);
  await dana
    .submits({ Overall: "green", Summary: "VAT quarter closed with no incident.", "Forecast finish": "2025-04-01" })
    .catch(async () => {
      await dana.submits({ Overall: "green", Summary: "VAT quarter closed with no incident." });
    });
  await dana.presses(`${keys.credit}: Update`);
  await dana.submits({
    Overall: "amber",
    Summary: "Migration pilots continue.",
    "Path to green": "Pilot results in May",
    "Green by": "2022-06-30",
  });

  stage.tell("── Chen answers from Beijing; in the team's channel, Priya logs a risk that Ben accepts.");
  await stage.as("chen").presses("Update");
  await stage
    .as("chen")
    .submits({
      Overall: "amber",
      Summary: "Planning consent is with the local authority.",
      "Path to green": "Consent hearing",
      "Green by": "2022-06-10",
    });
  await stage.as("priya").says("/risk Signalling supplier may lose key staff p4 i5 due:2022-05-13", { channel: "crossrail" });
  await ben.presses("Accept");
  await ben.says(`/issue Load test environment undersized #${keys.courts} severity:high owner:@dana due:2022-04-20`);
  await ben.says("/risk list");

  stage.tell("── Tuesday. Omar has not answered: he alone is reminded.");
  await to("2022-04-05", "09:05");
  stage.tell("── Wednesday 17:00. It was due; before anybody else hears of it, Omar does.");
  await to("2022-04-06", "17:05");
  stage.tell("── Thursday 10:00. Still nothing, and the project was red: it goes up the line.");
  await to("2022-04-07", "10:05");
  stage.tell("── Friday 06:00. The PMO sees the digest first.");
  await to("2022-04-08", "06:05");
  await stage.as("ada").presses("Add a note");
  await stage.as("ada").submits({ Note: "The courts re-plan is on Monday's board agenda." });
  stage.tell("── Friday 08:00. It is posted to leadership's channel.");
  await to("2022-04-08", "08:05");
  stage.tell("── The end of the cycle. People and events are invented; the projects, ratings and dates up to March 2022 are real:");
  stage.tell("Contains public sector information licensed under the Open Government Licence v3.0");
}

const opening = `Drumbeat, playing one reporting cycle on 33 real projects of the UK Government Major Projects Portfolio.
Their ratings up to 31 March 2022 are as published: delivery confidence given by reviewers. All people are invented,
and so is everything that they say from here on. The clock is turned by hand; everything else is the real program.`;
