import { governing } from "../../core/rights.ts";
import type { Feature } from "../../routes.ts";
import { listAudiences, removeAudience } from "./audience-list.ts";
import { addAudience, saveAudience } from "./audiences.ts";
import { openSetup, saveSetup } from "./portfolio.ts";
import { addProgramme } from "./programmes.ts";

/** What makes and changes a portfolio: its times, its programmes, who reads its digest. */
export const setup: Feature = {
  commands: {
    "pmo setup": { usage: "pmo setup [PORTFOLIO]", about: "Make a portfolio, or change one (admin, PMO)", for: governing, run: openSetup },
    "pmo programme add": addProgramme,
    "pmo audience add": {
      usage: "pmo audience add [NAME]",
      about: "Post a digest in this channel, or change it (PMO)",
      for: governing,
      run: addAudience,
    },
    "pmo audience list": { usage: "pmo audience list", about: "Who reads which digest (PMO)", for: governing, run: listAudiences },
    "pmo audience remove": { usage: "pmo audience remove NAME", about: "End a digest (PMO)", for: governing, run: removeAudience },
  },
  submits: { "setup.save": saveSetup, "setup.audience": saveAudience },
};
