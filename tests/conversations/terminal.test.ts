import { terminalWorld } from "../worlds/terminal.ts";
import { converse } from "./converse.ts";

converse("terminal", terminalWorld);
