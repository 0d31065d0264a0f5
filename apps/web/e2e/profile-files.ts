import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/** Every file of a folder that holds these words, in either encoding that a browser writes. */
export function filesWith(folder: string, words: string): readonly string[] {
  const forms = [Buffer.from(words, "utf8"), Buffer.from(words, "utf16le")]
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(name => {
    const path = join(folder, name)
    if (!statSync(path).isFile()) return false
    const bytes = readFileSync(path)
    return forms.some(form => bytes.includes(form))
  })
}
