import { expect, test } from "bun:test"
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { wideSuiteIds } from "../../wide-suites/index.ts"
import type { VectorCase } from "./cases.ts"
import { casesIn } from "./run.ts"

const folder = join(import.meta.dir, "../../../../../../shared/vectors/mls")

/** Cases of one file that the test runs, spread over the file; `npm run vectors` runs all. */
const casesPerFileMax = 24

/** Their curves are slow: the first case of each has to do. */
const wideIds: readonly number[] = Object.values(wideSuiteIds)

function spread<Item>(items: readonly Item[], max: number): readonly Item[] {
  const step = Math.max(1, Math.ceil(items.length / max))
  return items.filter((_, index) => index % step === 0)
}

if (!existsSync(folder)) {
  console.warn(`SKIPPED: no MLS vectors in ${folder}`)
  // skip: the vectors are published apart from the repository
  test.skip("official MLS vectors (the folder is absent)", () => {})
} else {
  const all = casesIn(folder).filter((one): one is VectorCase => "run" in one)
  for (const file of new Set(all.map(one => one.file)))
    test(`official vectors: ${file}`, async () => {
      const own = all.filter(one => one.file === file)
      const narrow = own.filter(({ suite }) => suite === undefined || !wideIds.includes(suite))
      const wide = wideIds.flatMap(id => own.find(({ suite }) => suite === id) ?? [])
      const chosen = [...spread(narrow, casesPerFileMax), ...wide]
      expect(chosen.length).toBeGreaterThan(0)
      for (const one of chosen) expect(await one.run()).toMatchObject({ status: "passed" })
    })

  test("a vector with one digit changed fails, in every file of results", async () => {
    const changed = mkdtempSync(join(tmpdir(), "mls-vectors-"))
    const fields = {
      "key-schedule.json": "epoch_authenticator",
      "treekem.json": "commit_secret",
      "welcome.json": "signer_pub",
      "passive-client-welcome.json": "initial_epoch_authenticator",
      "transcript-hashes.json": "interim_transcript_hash_after",
      "tree-operations.json": "tree_hash_after",
    }
    for (const [file, field] of Object.entries(fields)) {
      const [first] = JSON.parse(readFileSync(join(folder, file), "utf8"))
      const text = JSON.stringify([first])
      const place = text.indexOf(`"${field}":"`) + field.length + 4
      const digit = text[place] === "0" ? "1" : "0"
      writeFileSync(join(changed, file), text.slice(0, place) + digit + text.slice(place + 1))
    }
    for (const one of casesIn(changed))
      expect("run" in one ? await one.run() : one).toMatchObject({ status: "failed" })
  })
}
