import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { people } from "./dev/script.ts"
import { makeWorld, serverFolder, type World } from "./dev/world.ts"

/**
 * `npm run dev`: a seeded world to build in. The real server, three people with a history in French and English, each
 * at an address of their own, and the web app reloaded at every change. `--reset` makes the world anew.
 */
const root = join(import.meta.dir, "..")
const { values } = parseArgs({
  options: {
    reset: { type: "boolean", default: false },
    port: { type: "string", default: "5173" },
    "server-port": { type: "string", default: "4100" },
    folder: { type: "string", default: join(root, ".dev") },
  },
})
const { folder, port, "server-port": serverPort } = values
const worldFile = join(folder, "world.json")
const webOrigin = `http://localhost:${port}`

async function world(): Promise<World> {
  if (!values.reset && existsSync(worldFile)) return JSON.parse(readFileSync(worldFile, "utf8")) as World
  console.log("Making a world: three people and three days…")
  const made = await makeWorld(folder, webOrigin)
  writeFileSync(worldFile, JSON.stringify(made))
  return made
}

const { words } = await world()
const server = Bun.spawn(
  [join(root, "apps/cli/src/main.ts"), "serve", "--data", serverFolder(folder), "--port", serverPort],
  { stdio: ["ignore", "ignore", "inherit"] },
)
const vite = [process.execPath, "--bun", join(root, "node_modules/.bin/vite")]
const web = Bun.spawn([...vite, "--port", port, "--strictPort"], {
  cwd: join(root, "apps/web"),
  env: { ...process.env, COLOMBE_DEV_FOLDER: folder, COLOMBE_DEV_SERVER_PORT: serverPort },
  stdio: ["ignore", "ignore", "inherit"],
})

for (const { handle, displayName, language } of people)
  console.log(`${displayName} (${language})\n  http://${handle}.localhost:${port}\n  ${words[handle]}`)
console.log(`Somebody new\n  ${webOrigin}\nCtrl-C ends it; npm run dev -- --reset makes the world anew.`)

const parts = [server, web]
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    for (const part of parts) part.kill("SIGTERM")
  })
// Whichever ends first takes the other with it: half a world is of no use.
const code = await Promise.race(parts.map(part => part.exited))
for (const part of parts) part.kill("SIGTERM")
await Promise.all(parts.map(part => part.exited))
process.exit(code)
