/** The people of every conversation. Invented; so are the projects. */
export const cast = {
  ada: { name: "Ada Lindqvist", email: "ada@example.com", zone: "Europe/London", role: "PMO lead and admin" },
  ben: { name: "Ben Okafor", email: "ben@example.com", zone: "Europe/London", role: "PM of APOLLO, HERMES and ORION" },
  chloe: { name: "Chloe Marsh", email: "chloe@example.com", zone: "America/New_York", role: "PM of VEGA" },
  dev: { name: "Dev Patel", email: "dev@example.com", zone: "Asia/Kolkata", role: "team member on APOLLO" },
  erin: { name: "Erin Walsh", email: "erin@example.com", zone: "Europe/London", role: "sponsor of APOLLO, ORION and VEGA" },
  finn: { name: "Finn Berg", email: "finn@example.com", zone: "Europe/London", role: "director, reads the digest" },
  gita: { name: "Gita Rao", email: "gita@example.com", zone: "Europe/London", role: "PMO contact" },
  hugo: { name: "Hugo Stein", email: "hugo@vendor.example", zone: "Europe/Berlin", role: "guest from a vendor, a stranger" },
  ines: { name: "Ines Duarte", email: "ines@example.com", zone: "Europe/London", role: "deputy for Ben" },
} as const;
export type CastName = keyof typeof cast;
