import { join, normalize } from "node:path"
import { root } from "../command.ts"
import { vectorsFolder } from "../suites.ts"

/** The module at `path` and all that it imports, in one script that ends with `call`, in which `run` is the module's. */
export async function bundle(path: string, call: string, target: "browser" | "node"): Promise<string> {
  const entry = join(root, "entry.ts")
  const built = await Bun.build({
    entrypoints: [entry],
    files: { [entry]: `import { run } from ${JSON.stringify(join(root, path))}\n${call}` },
    target,
    format: "esm",
  })
  const output = built.outputs[0]
  if (!built.success || output === undefined)
    throw new Error(`${path} does not bundle: ${built.logs.join("\n")}`)
  return output.text()
}

/**
 * A secure origin of 127.0.0.1 with an empty page, the script, the published vectors below `/vectors/`, and files of
 * npm packages below `/modules/`.
 */
export function serve(script: string) {
  const html = { headers: { "content-type": "text/html; charset=utf-8" } }
  return Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/": () => new Response("<!doctype html><title>Colombe</title>", html),
      "/entry.js": () => new Response(script, { headers: { "content-type": "text/javascript" } }),
      "/vectors/*": filesOf("/vectors/", join(root, vectorsFolder)),
      "/modules/*": filesOf("/modules/", join(root, "node_modules")),
    },
    fetch: () => new Response(undefined, { status: 404 }),
  })
}

const filesOf = (prefix: string, folder: string) => async (request: Request) => {
  const path = normalize(new URL(request.url).pathname).replace(prefix, "")
  const file = Bun.file(join(folder, path))
  return (await file.exists()) ? new Response(file) : new Response(undefined, { status: 404 })
}
