import { dirname, join } from "node:path/posix"
import type { Source } from "./source.ts"
import { isTest, type Problem, workspaceOf } from "./tree.ts"

/** The packages that `tsconfig.core.json` compiles without the types of any platform. */
const core = new Set(
  "base wire phrases rules mls seal store server client".split(" ").map(name => `packages/${name}`),
)

/** The compiler keeps a platform's globals out of the core; these belong to the language, so it cannot. */
export function checkGlobals(sources: readonly Source[]): Problem[] {
  return sources
    .filter(({ path }) => core.has(workspaceOf(path)) && !isTest(path))
    .flatMap(({ path, globalUses }) =>
      globalUses.map(({ name, line }) => ({
        path,
        line,
        message: `${name} in the core: it comes in as a port`,
      })),
    )
}

const publicPart = "packages/mls/src/public/"

/** What the server may import of `mls` reaches nothing of the rest of it. */
export function checkPublicPart(sources: readonly Source[]): Problem[] {
  return sources
    .filter(({ path }) => path.startsWith(publicPart) && !isTest(path))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ specifier, line }) => {
        const target = specifier?.startsWith(".") ? join(dirname(path), specifier) : publicPart
        const message = `${specifier} leads out of the public part of mls`
        return target.startsWith(publicPart) ? [] : [{ path, line, message }]
      }),
    )
}
