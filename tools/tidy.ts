import { resolve } from "node:path"
import { checkTree } from "./tidy/check.ts"
import { readTree } from "./tidy/tree.ts"

const problems = checkTree(await readTree(resolve(import.meta.dir, "..")))
for (const { path, line, message } of problems) console.log(`${path}:${line}: ${message}`)
if (problems.length > 0) process.exitCode = 1
