import { afterAll, expect, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { answerStatic, readStaticFiles } from "./static-files.ts"

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))
const script = "export const words = 24\n".repeat(100)
mkdirSync(join(folder, "assets"))
writeFileSync(join(folder, "index.html"), "<!doctype html>")
writeFileSync(join(folder, "service-worker.js"), "addEventListener('fetch', () => {})")
writeFileSync(join(folder, "manifest.webmanifest"), "{}")
writeFileSync(join(folder, "assets/first-abc.js"), script)
writeFileSync(join(folder, "assets/first-abc.js.br"), brotliCompressSync(script))
const files = await readStaticFiles(folder)

const ask = (path: string, accepted?: string) =>
  answerStatic(
    files,
    path,
    new Request(`http://localhost${path}`, { headers: accepted ? { "accept-encoding": accepted } : {} }),
  )

test("whoever reads Brotli gets the compressed bytes, others the file, under one type", async () => {
  for (const accepted of ["gzip, deflate, br, zstd", "br;q=0.5", " BR "]) {
    const answer = ask("/assets/first-abc.js", accepted)
    expect(answer.headers.get("content-encoding")).toBe("br")
    expect(answer.headers.get("content-type")).toStartWith("text/javascript")
    expect((await answer.bytes()).length).toBeLessThan(script.length / 4)
  }
  for (const accepted of [undefined, "gzip", "br;q=0", "br; q=0.000", "brotli", "*"]) {
    const answer = ask("/assets/first-abc.js", accepted)
    expect(answer.headers.get("content-encoding")).toBeNull()
    expect(answer.headers.get("content-type")).toStartWith("text/javascript")
    expect(answer.headers.get("vary")).toBe("accept-encoding")
    expect(await answer.text()).toBe(script)
  }
})

test("the compressed files are no addresses of their own, and what has none is served as it is", async () => {
  expect(ask("/assets/first-abc.js.br", "br").status).toBe(404)
  const page = ask("/", "br")
  expect(page.headers.get("content-encoding")).toBeNull()
  expect(await page.text()).toBe("<!doctype html>")
})

test("what has a hash in its name is kept for ever; the page, its manifest and the service worker are asked for anew", () => {
  expect(ask("/assets/first-abc.js").headers.get("cache-control")).toContain("immutable")
  for (const path of ["/", "/manifest.webmanifest", "/service-worker.js"])
    expect(ask(path).headers.get("cache-control")).toBe("no-cache")
  expect(ask("/service-worker.js").headers.get("content-security-policy")).toContain("connect-src 'self'")
})
