import type { Feature } from "../../routes.ts";
import { showDigest } from "./command.ts";
import { correctPlan } from "./correct.ts";
import { issuePlan } from "./plan.ts";
import { arrivedJob, detailJob, postJob, tellJob } from "./post.ts";
import { hold, note, postNow, saveNote } from "./presses.ts";
import { previewJob } from "./preview.ts";

export { digestPage } from "./docs.ts";
export { digestText } from "./text.ts";

/** The digest that leadership reads: previewed, posted, corrected, and shown to whoever asks. */
export const digest: Feature = {
  commands: { "pmo digest": showDigest },
  presses: { "digest.now": postNow, "digest.hold": hold, "digest.note": note },
  submits: { "digest.note": saveNote },
  jobs: {
    "digest.post": postJob,
    "digest.arrived": arrivedJob,
    "digest.detail": detailJob,
    "digest.preview": previewJob,
    "digest.tell": tellJob,
  },
  plans: { "digest.issue": issuePlan, "digest.correct": correctPlan },
};
