import { join } from "node:path"

/**
 * `npm start`: builds the web app and runs the server as anybody would, on a data folder beside the code. Further
 * arguments are the server's: `npm start -- --port 5000 --data /srv/colombe`.
 */
const root = join(import.meta.dir, "..")
const web = join(root, "apps/web")

const build = Bun.spawnSync(["bun", "run", "build"], { cwd: web, stdout: "ignore", stderr: "pipe" })
if (!build.success) {
  console.error(build.stderr.toString())
  process.exit(1)
}

const defaults = ["--data", join(root, "data"), "--port", "4000", "--web", join(web, "dist")]
const server = Bun.spawn(
  [join(root, "apps/cli/src/main.ts"), "serve", ...defaults, ...process.argv.slice(2)],
  {
    stdio: ["ignore", "inherit", "inherit"],
    // As deploy/colombe.service has it.
    env: { ...process.env, MIMALLOC_PURGE_DELAY: "-1" },
  },
)
// The server ends cleanly by itself; this process only hands the wish on and waits.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => server.kill(signal))
process.exit(await server.exited)
