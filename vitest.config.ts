import { defineConfig } from "vitest/config";

/** What stands on the store runs on both databases; the rest never sees one, or says itself which. */
const onBoth = "{store,schedule,verbs,status,digest,portfolio,people,import,help,outbox,conversations}";

const shared = { testTimeout: 60_000, hookTimeout: 60_000 };
const temporary = "tests/worlds/temporary.ts";

export default defineConfig({
  test: {
    passWithNoTests: false,
    maxWorkers: "100%", // by default one core stands idle, half of a small machine
    projects: [
      { test: { ...shared, name: "sqlite", include: ["tests/**/*.test.ts"], globalSetup: [temporary] } },
      {
        test: {
          ...shared,
          name: "postgres",
          include: [`tests/${onBoth}/**/*.test.ts`, "tests/hostile/texts.test.ts"],
          exclude: ["tests/conversations/{teams,terminal}.test.ts"], // the same conversations; on Slack they ask the same of the store
          globalSetup: [temporary, "tests/worlds/postgres-for-all.ts"],
        },
      },
    ],
  },
});
