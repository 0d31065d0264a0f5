import { join, normalize } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { root } from "../command.ts"
import { vectorsFolder } from "../suites.ts"

/** Milliseconds that one entry may take in all. */
const entryTimeout = 120_000

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/**
 * Bundles the module at `path` and calls its `run` in a module worker of Chromium, on a secure origin of 127.0.0.1
 * that serves the published vectors below `/vectors/`. Resolves to what `run` does, which has to be plain data, and
 * rejects with the worker's error.
 */
export async function runInBrowser<Value>(browser: Browser, path: string): Promise<Value> {
  const server = serve(await bundle(path))
  const page = await browser.newPage()
  try {
    await page.goto(server.url.href)
    return (await runWorker(page)) as Value
  } finally {
    await page.close()
    await server.stop(true)
  }
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: flags })
}

async function bundle(path: string): Promise<string> {
  const name = "entry.ts"
  const entry = `import { run } from ${JSON.stringify(join(root, path))}
    run().then(value => postMessage({ value }), error => postMessage({ error: String(error?.stack ?? error) }))`
  const built = await Bun.build({
    entrypoints: [join(root, name)],
    files: { [join(root, name)]: entry },
    target: "browser",
    format: "esm",
  })
  const output = built.outputs[0]
  if (!built.success || output === undefined)
    throw new Error(`${path} does not bundle: ${built.logs.join("\n")}`)
  return output.text()
}

function serve(script: string) {
  const html = { headers: { "content-type": "text/html; charset=utf-8" } }
  return Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    routes: {
      "/": () => new Response("<!doctype html><title>Colombe</title>", html),
      "/entry.js": () => new Response(script, { headers: { "content-type": "text/javascript" } }),
      "/vectors/*": async request => {
        const path = normalize(new URL(request.url).pathname).replace("/vectors/", "")
        const file = Bun.file(join(root, vectorsFolder, path))
        return (await file.exists()) ? new Response(file) : new Response(undefined, { status: 404 })
      },
    },
    fetch: () => new Response(undefined, { status: 404 }),
  })
}

async function runWorker(page: Page): Promise<unknown> {
  const answer = await page.evaluate(
    timeout =>
      new Promise<{ value?: unknown; error?: string }>(resolve => {
        const worker = new Worker("/entry.js", { type: "module" })
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = ({ message }) => resolve({ error: message })
        setTimeout(() => resolve({ error: `no answer within ${timeout} ms` }), timeout)
      }),
    entryTimeout,
  )
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer.value
}
