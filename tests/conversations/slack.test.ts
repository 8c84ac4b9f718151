import { slackWorld } from "../worlds/slack.ts";
import { converse } from "./converse.ts";

converse("slack", slackWorld);
