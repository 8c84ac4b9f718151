import { defineConfig } from "rolldown";

/**
 * The program as a few files instead of the two thousand that it and its packages are written in, each of which Node takes a
 * third of a millisecond to find and load. SQLite is native; what only some need stays where it is. By the hashes in their names
 * a program that runs while another is built in its place fails to load what it has not yet, and never loads another's.
 */
export default defineConfig({
  input: { "src/cli/index": "src/cli/index.ts" },
  platform: "node",
  external: ["better-sqlite3", "pg", "prom-client"],
  output: { dir: "dist", chunkFileNames: "chunks/[name]-[hash].js", keepNames: true, cleanDir: true },
});
