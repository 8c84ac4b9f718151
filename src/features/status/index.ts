import type { Feature } from "../../routes.ts";
import { acting } from "./act.ts";
import { answering } from "./answer.ts";
import { asks } from "./ask.ts";
import { leaving } from "./away.ts";
import { escalationJob } from "./escalation.ts";
import { warningAhead } from "./headsup.ts";
import { disowning } from "./not-mine.ts";
import { noticeJob } from "./notice.ts";
import { postedJob } from "./posted.ts";
import { promptJob } from "./prompt.ts";
import { quick } from "./quick.ts";
import { reminding } from "./reminder.ts";
import { schedule } from "./schedule.ts";
import { showing } from "./show.ts";
import { notReachedJob } from "./unreached.ts";

const jobs: Feature = {
  jobs: {
    "status.prompt": promptJob,
    "status.escalation": escalationJob,
    "status.notReached": notReachedJob,
    "status.posted": postedJob,
    "status.notice": noticeJob,
  },
};

const parts: readonly Feature[] = [schedule, jobs, answering, quick, reminding, warningAhead, acting, leaving, disowning, asks, showing];

function all<T>(of: (part: Feature) => Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> {
  return Object.fromEntries(parts.flatMap((part) => Object.entries(of(part) ?? {})));
}

/** Project managers are asked for their status on a schedule, and answer in chat. */
export const status: Feature = {
  commands: all(({ commands }) => commands),
  presses: all(({ presses }) => presses),
  submits: all(({ submits }) => submits),
  questions: all(({ questions }) => questions),
  jobs: all(({ jobs }) => jobs),
  plans: all(({ plans }) => plans),
};
