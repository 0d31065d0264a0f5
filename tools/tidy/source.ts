import { parseSync, Visitor } from "oxc-parser"
import { isGenerated, isScript, lineAt, type Tree } from "./tree.ts"

export interface Import {
  /** Undefined where the name is computed, so that nobody can check it. */
  readonly specifier: string | undefined
  readonly line: number
}

export interface TestName {
  /** The literal parts of the name; what a template puts in between is left out. */
  readonly name: string
  readonly line: number
  /** The call as written: `test`, `test.only`, `describe.skip`. */
  readonly call: string
}

/** A code handed to `fail`, written out in a failure, or named in a union `…Code`. */
export interface FailureCode {
  readonly code: string
  readonly line: number
}

/** A use of what the language itself has of clock, chance and platform: `Date.now`, `Math.random`, `globalThis`. */
export interface GlobalUse {
  readonly name: string
  readonly line: number
}

/** What `tidy` needs to know of one TypeScript file. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  readonly testNames: readonly TestName[]
  readonly failureCodes: readonly FailureCode[]
  readonly globalUses: readonly GlobalUse[]
  readonly comments: readonly { readonly text: string; readonly line: number }[]
}

interface Literal {
  readonly type: string
  readonly value?: unknown
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[]
  readonly consequent?: Literal
  readonly alternate?: Literal
}

function literalText(node: Literal | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value
  return node?.type === "TemplateLiteral" ? node.quasis?.map(part => part.value.raw).join("") : undefined
}

/** The codes that an argument can turn out to be: a literal, or either side of a choice. */
function codesIn(node: Literal | undefined): string[] {
  if (node?.type === "ConditionalExpression") return [...codesIn(node.consequent), ...codesIn(node.alternate)]
  const text = literalText(node)
  return text === undefined ? [] : [text]
}

const impure = new Set(["Date.now", "Math.random", "globalThis", "eval", "Function"])

/** `check` makes a case of a contract suite, which each adapter runs as a test. */
const testCall = /^(?:test|it|describe|check)(?:\.\w+(?:\([^)]*\))?)*$/

function readSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text)
  const first = errors[0]
  if (first) throw new Error(`${path} does not parse: ${first.message}`)
  const imports: Import[] = []
  const testNames: TestName[] = []
  const failureCodes: FailureCode[] = []
  const globalUses: GlobalUse[] = []
  const add = (node: { start: number }, from: Literal | null | undefined) => {
    if (from) imports.push({ specifier: literalText(from), line: lineAt(text, node.start) })
  }
  const addCodes = (node: { start: number }, code: Literal | undefined) => {
    for (const one of codesIn(code)) failureCodes.push({ code: one, line: lineAt(text, node.start) })
  }
  new Visitor({
    ImportDeclaration: node => add(node, node.source),
    ExportNamedDeclaration: node => add(node, node.source),
    ExportAllDeclaration: node => add(node, node.source),
    ImportExpression: node => add(node, node.source),
    TSImportType: node => add(node, node.source),
    Identifier: node => {
      if (impure.has(node.name)) globalUses.push({ name: node.name, line: lineAt(text, node.start) })
    },
    MemberExpression: node => {
      const name = text.slice(node.start, node.end)
      if (impure.has(name)) globalUses.push({ name, line: lineAt(text, node.start) })
    },
    NewExpression: node => {
      if (text.slice(node.callee.start, node.callee.end) === "Date" && node.arguments.length === 0)
        globalUses.push({ name: "new Date()", line: lineAt(text, node.start) })
    },
    TSTypeAliasDeclaration: node => {
      if (!node.id.name.endsWith("Code")) return
      const members = node.typeAnnotation.type === "TSUnionType" ? node.typeAnnotation.types : []
      for (const one of members) if (one.type === "TSLiteralType") addCodes(one, one.literal as Literal)
    },
    ObjectExpression: node => {
      const values = new Map(
        node.properties.flatMap(one =>
          one.type === "Property" && one.key.type === "Identifier"
            ? [[one.key.name, one.value] as const]
            : [],
        ),
      )
      const ok = values.get("ok")
      if (ok?.type === "Literal" && ok.value === false) addCodes(node, values.get("code"))
    },
    CallExpression: node => {
      const call = text.slice(node.callee.start, node.callee.end)
      const argument = node.arguments[0]
      if (/^(import\.meta\.)?require$/.test(call)) add(node, argument)
      if (call === "fail") addCodes(node, argument)
      const name = literalText(argument)
      if (name !== undefined && testCall.test(call))
        testNames.push({ name, line: lineAt(text, node.start), call })
    },
  }).visit(program)
  return {
    path,
    text,
    imports,
    testNames,
    failureCodes,
    globalUses,
    comments: comments.map(({ value, start }) => ({ text: value, line: lineAt(text, start) })),
  }
}

export function readSources(tree: Tree): readonly Source[] {
  return [...tree]
    .filter(([path]) => isScript(path) && !isGenerated(path))
    .map(([path, text]) => readSource(path, text))
}
