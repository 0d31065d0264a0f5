import { delimiter, join } from "node:path"
import { root } from "./command.ts"

/** Writes the code of packages/wire again from its schema. */
const child = Bun.spawn(["buf", "generate"], {
  cwd: join(root, "packages/wire"),
  env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` },
  stdio: ["ignore", "inherit", "inherit"],
})
process.exit(await child.exited)
