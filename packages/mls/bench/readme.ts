import { join } from "node:path"
import { assert } from "@colombe/base"

const readme = join(import.meta.dir, "../README.md")
const [start, end] = ["<!-- figures -->", "<!-- end of figures -->"] as const

/** Puts what a run printed into the README, over what an earlier run left there. */
export async function writeReadme(figures: string): Promise<void> {
  const text = await Bun.file(readme).text()
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  assert(from >= 0 && to > from, "the README has a place for figures")
  await Bun.write(readme, `${text.slice(0, from)}${start}\n${figures}\n\n${text.slice(to)}`)
}
