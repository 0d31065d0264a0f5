import type { Source } from "./source.ts"
import { isTest, type Problem, type Tree, workspaceOf } from "./tree.ts"

/**
 * Packages whose failures reach people under codes of their callers: a caller says `commit-invalid`, and keeps what
 * exactly was wrong as the cause.
 */
const spokenForByCallers = new Set(["packages/base", "packages/mls", "packages/rules", "tools", ""])

const areas = /^packages\/phrases\/src\/areas\/[a-z-]+\.ts$/
const entry = /^ {2}"?([a-z]+(?:-[a-z]+)*)"?[:,]/gm

/** Each code that may reach people has its sentence. */
export function checkPhrases(tree: Tree, sources: readonly Source[]): Problem[] {
  const files = [...tree].filter(([path]) => areas.test(path))
  const known = new Set(files.flatMap(([, text]) => [...text.matchAll(entry)].map(match => match[1])))
  return sources.flatMap(({ path, failureCodes }) => {
    if (isTest(path) || spokenForByCallers.has(workspaceOf(path))) return []
    return failureCodes
      .filter(({ code }) => !known.has(code))
      .map(({ code, line }) => ({
        path,
        line,
        message: `${code} has no sentence: add it in packages/phrases/src/areas`,
      }))
  })
}
