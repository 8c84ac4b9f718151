import { teamsWorld } from "../worlds/teams.ts";
import { converse } from "./converse.ts";

converse("teams", teamsWorld);
