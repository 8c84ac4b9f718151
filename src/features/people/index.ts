import { governing, leading } from "../../core/rights.ts";
import type { Feature } from "../../routes.ts";
import { askToErase, eraseNow } from "./erase.ts";
import { exportOwn } from "./held.ts";
import { cameBack, left, returned } from "./leaving.ts";
import { link, merge } from "./link.ts";
import { listPeople, showPerson, turnPage } from "./list.ts";
import { prefer, privacy, setZone } from "./own.ts";
import { endRole, giveRole, tellRole } from "./roles.ts";

/** Who is who: roles, accounts, and what is recorded about people. */
export const people: Feature = {
  commands: {
    "pmo people": {
      usage: "pmo people [TEXT]",
      about: "Who is known, and what they hold (PMO)",
      for: governing,
      run: async (call, rest) => ({ kind: "message", to: "me", message: await listPeople(call, rest) }),
    },
    "pmo person": { usage: "pmo person [@PERSON]", about: "Your own record; another's for the PMO", run: showPerson },
    "pmo person export": { usage: "pmo person export", about: "All that is kept about you, as a file", run: exportOwn },
    "pmo role": { usage: "pmo role @PERSON ROLE [#KEY|PROGRAMME|PORTFOLIO]", about: "Give somebody a role", for: leading, run: giveRole },
    "pmo role remove": {
      usage: "pmo role remove @PERSON ROLE [#KEY|PROGRAMME|PORTFOLIO]",
      about: "End a role",
      for: leading,
      run: endRole,
    },
    "pmo link": { usage: "pmo link @PERSON and EMAIL", about: "Make two accounts one person (admin)", for: ["admin"], run: link },
    "pmo prefer": { usage: "pmo prefer slack|teams", about: "Which chat the bot writes to you in", run: prefer },
    "pmo zone": { usage: "pmo zone [Europe/Berlin | chat]", about: "Your time zone", run: setZone },
    "pmo privacy": { usage: "pmo privacy", about: "What is recorded about you, and who sees it", run: privacy },
    "pmo left": { usage: "pmo left @PERSON", about: "Somebody left; lists what was theirs (PMO)", for: governing, run: left },
    "pmo returned": { usage: "pmo returned EMAIL", about: "Somebody who left is back (PMO)", for: governing, run: cameBack },
    "pmo erase": {
      usage: "pmo erase @PERSON",
      about: "Destroy who somebody is; the record stays (admin)",
      for: ["admin"],
      run: askToErase,
    },
  },
  presses: { "people.erase": eraseNow, "people.page": turnPage, "people.merge": merge, "people.return": returned },
  jobs: { "people.role": tellRole },
};
