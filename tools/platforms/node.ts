import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bundle, serve } from "./bundle.ts"

const call = "console.log(JSON.stringify(await run(process.argv[2])))"

/** Calls the `run` of the module at `path` with an origin, in a Node process; its answer is the last line it writes. */
export async function runInNode<Value>(executable: string, path: string): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), "colombe-node-"))
  const script = join(folder, "entry.mjs")
  const server = serve("")
  try {
    await Bun.write(script, await bundle(path, call, "node"))
    const child = Bun.spawn([executable, "--no-warnings", script, server.url.origin], { stdin: "ignore" })
    const output = await new Response(child.stdout).text()
    if ((await child.exited) !== 0) throw new Error(`${path} ends with ${child.exitCode}`)
    return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "")
  } finally {
    await server.stop(true)
    await rm(folder, { recursive: true })
  }
}
