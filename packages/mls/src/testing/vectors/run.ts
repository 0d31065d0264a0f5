import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { withWideSuites } from "../../wide-suites/index.ts"
import { casesOf, type Outcome, type VectorCase } from "./cases.ts"

/** Every case of every vector file in a folder, each known by its shape; other files give a skipped outcome. */
export function casesIn(folder: string): readonly (VectorCase | Outcome)[] {
  const ctx = withWideSuites({ crypto: platformCrypto(globalThis.crypto) })
  return readdirSync(folder)
    .filter(file => file.endsWith(".json"))
    .sort()
    .flatMap(file => casesOf(ctx, file, readFileSync(join(folder, file), "utf8")))
}
