import type { Source } from "./source.ts"
import { lineAt, type Problem, type Tree } from "./tree.ts"

interface Rule {
  readonly id: string
  readonly path: string
  readonly line: number
  readonly text: string
}

const ruleStart = /^(?:- )?\*\*([A-Z]{1,3}\d{1,3})\*\*/gm
/** What was meant as a rule and would be overlooked. */
const nearlyRule = /^[-*|> ]*\*\*[A-Z]{1,3}\d{1,3}[^*\w][^*]*\*\*|^\| *\*{0,2}[A-Z]{1,3}\d{1,3}\*{0,2} *\|/gm
const withoutTest = /\(no test: [^)]*\p{L}[^)]*\)/u

function readRules(path: string, text: string): Rule[] {
  const starts = [...text.matchAll(ruleStart)]
  return starts.map((start, index) => {
    const end = starts[index + 1]?.index ?? text.length
    const body = text.slice(start.index, end).split(/\n#/)[0] ?? ""
    return { id: start[1] ?? "", path, line: lineAt(text, start.index), text: body }
  })
}

const prefixOf = (id: string): string => id.replace(/\d+$/, "")

/** The rules that a test's name quotes: `C7`, and all of `E1–E4`. */
export function rulesIn(name: string): string[] {
  const ranges = [...name.matchAll(/\b([A-Z]{1,3})(\d{1,3})[–-]\1(\d{1,3})\b/g)].flatMap(match => {
    const first = Number(match[2])
    return Array.from({ length: Number(match[3]) - first + 1 }, (_, index) => `${match[1]}${first + index}`)
  })
  const single = [...name.matchAll(/\b[A-Z]{1,3}\d{1,3}\b(?![-.]\d)/g)].map(match => match[0])
  return [...new Set([...ranges, ...single])]
}

export function checkSpec(tree: Tree, sources: readonly Source[]): Problem[] {
  const files = [...tree].filter(([path]) => /^spec\/[^/]+\.md$/.test(path))
  const rules = files.flatMap(([path, text]) => readRules(path, text))
  const byId = Map.groupBy(rules, rule => rule.id)
  const prefixes = new Set(rules.map(rule => prefixOf(rule.id)))
  const problems: Problem[] = files.flatMap(([path, text]) =>
    [...text.matchAll(nearlyRule)].map(match => ({
      path,
      line: lineAt(text, match.index),
      message: `not the form of a rule, which is **M1** at the start of a line: ${match[0]}`,
    })),
  )
  for (const [id, same] of byId)
    for (const { path, line } of same.slice(1))
      problems.push({ path, line, message: `rule ${id} stands twice` })
  const quoted = new Set<string>()
  for (const { path, testNames } of sources)
    for (const { name, line } of testNames)
      for (const id of rulesIn(name)) {
        quoted.add(id)
        const leads = name.startsWith(id) && /^[ ,:–]/.test(name.slice(id.length))
        if (!byId.has(id) && (prefixes.has(prefixOf(id)) || leads))
          problems.push({ path, line, message: `quotes rule ${id}, which spec/ does not hold` })
      }
  for (const { id, path, line, text } of rules)
    if (!quoted.has(id) && !withoutTest.test(text))
      problems.push({ path, line, message: `no test quotes rule ${id}; if none can, say (no test: reason)` })
  return problems
}
