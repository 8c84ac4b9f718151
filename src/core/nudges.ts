/**
 * Notes on a project's record that are about chasing somebody rather than about the project: they are kept as long as
 * the record of the messages themselves, and no longer. Pauses, and who runs a project, are the project's own and stay.
 */
export const nudges = {
  askedFor: "asked for status",
  putOff: "reminder put off",
  postponed: "escalation postponed",
  speaks: "sponsor speaks to the PM",
  calls: "PMO asked to call",
} as const;
