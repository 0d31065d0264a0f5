import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { methodKeyOf, methodKeys } from "./methods.ts"

setDefaultTimeout(30_000)

const folder = join(import.meta.dir, "..")
const generated = "src/gen/colombe/v1/delivery_pb.ts"
const work = await mkdtemp(join(tmpdir(), "colombe-schema-"))
afterAll(() => rm(work, { recursive: true }))

/** The tools of the repository's node_modules, in the package's folder; gives what they say, "" where all is well. */
async function buf(...parameters: readonly string[]): Promise<string> {
  const path = `${join(folder, "../../node_modules/.bin")}${delimiter}${process.env.PATH}`
  const child = Bun.spawn(["buf", ...parameters], {
    cwd: folder,
    env: { ...process.env, PATH: path },
    stdout: "pipe",
    stderr: "pipe",
  })
  const said = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return (await child.exited) === 0 ? "" : said.join("")
}

test("W1 the committed code is what the schema generates", async () => {
  expect(await buf("generate", "-o", work)).toBe("")
  expect(await Bun.file(join(work, generated)).text()).toBe(await Bun.file(join(folder, generated)).text())
})

test("W1 the schema keeps the rules of its lint", async () => {
  expect(await buf("lint")).toBe("")
})

test("W1 the schema breaks nobody who speaks the version of the baseline", async () => {
  expect(await buf("breaking", "--against", "proto/baseline.binpb")).toBe("")
})

test("W1 the method table is the schema's service", () => {
  expect(methodKeyOf("Append")).toBe("append")
  expect(methodKeyOf("append")).toBeUndefined()
  expect(methodKeyOf("constructor")).toBeUndefined()
  expect(methodKeys).toContain("pullEntries")
})
