import { longFiles } from "./exceptions.ts"
import type { Source } from "./source.ts"
import { isGenerated, type Problem, type Tree } from "./tree.ts"

export const fileLinesMax = 400

/** A reason has at least this many words. */
const reasonWordsMin = 3

export function checkSizes(tree: Tree): Problem[] {
  const problems: Problem[] = []
  for (const [path, text] of tree) {
    if (!/\.(tsx?|css)$/.test(path) || isGenerated(path)) continue
    const lines = text.replace(/\n$/, "").split("\n").length
    if (lines > fileLinesMax && !(path in longFiles))
      problems.push({ path, line: fileLinesMax + 1, message: `${lines} lines, at most ${fileLinesMax}` })
    if (lines <= fileLinesMax && path in longFiles)
      problems.push({ path, line: 1, message: "is listed as a long file and is none" })
  }
  for (const path of Object.keys(longFiles))
    if (!tree.has(path)) problems.push({ path, line: 1, message: "is listed as a long file and is absent" })
  return problems
}

const words = (text: string): number => text.split(/\s+/).filter(word => /\p{L}/u.test(word)).length

/** The mark is written apart so that this file does not hold it. */
const unfinished = new RegExp(`\\b(?:${["TO", "DO"].join("")}|${["FIX", "ME"].join("")}|XXX)\\b(.*)`)

export function checkComments(sources: readonly Source[]): Problem[] {
  return sources.flatMap(({ path, comments }) =>
    comments.flatMap(({ text, line }) => {
      const mark = unfinished.exec(text)
      if (!mark || words(mark[1] ?? "") >= reasonWordsMin) return []
      return [{ path, line, message: "unfinished work without a reason: say what is missing and why" }]
    }),
  )
}

/** `.only` never lands; a test that does not run says why in a comment `skip: reason` on its line or the one above. */
export function checkSkips(sources: readonly Source[]): Problem[] {
  return sources.flatMap(({ path, testNames, comments }) =>
    testNames.flatMap(({ call, line }) => {
      if (/\.only\b/.test(call)) return [{ path, line, message: `${call}: the other tests would not run` }]
      if (!/\.(skip|todo)$/.test(call)) return []
      const explained = comments.some(comment => {
        const reason = /skip: (.*)/.exec(comment.text)?.[1]
        return (comment.line === line || comment.line === line - 1) && words(reason ?? "") >= reasonWordsMin
      })
      return explained ? [] : [{ path, line, message: `${call} without a comment "skip: reason"` }]
    }),
  )
}
