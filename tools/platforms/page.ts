import { type Browser, chromium, type Page } from "playwright-core"
import { bundle, serve } from "./bundle.ts"

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

const call = `run(location.origin).then(
  value => postMessage({ value }),
  error => postMessage({ error: String(error?.stack ?? error) }),
)`

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: flags })
}

/**
 * Calls the `run` of the module at `path` with the origin, in a module worker of Chromium. Resolves to what it does,
 * which has to be plain data, and rejects with the worker's error.
 */
export async function runInBrowser<Value>(browser: Browser, path: string): Promise<Value> {
  const server = serve(await bundle(path, call, "browser"))
  const page = await browser.newPage()
  try {
    await page.goto(server.url.href)
    return (await runWorker(page)) as Value
  } finally {
    await page.close()
    await server.stop(true)
  }
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
