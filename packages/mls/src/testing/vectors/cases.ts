import { findSuite, type MlsContext } from "../../index.ts"
import { cryptoBasics, deserialization, treeMath } from "./basics.ts"
import { passiveClient, welcome } from "./joining.ts"
import { keySchedule, pskSecret, secretTree, transcriptHashes } from "./key-schedule.ts"
import type { VectorKind } from "./kind.ts"
import { messages } from "./messages.ts"
import { messageProtection } from "./protection.ts"
import { treeKem } from "./tree-kem.ts"
import { treeOperations, treeValidation } from "./trees.ts"

const kinds: readonly VectorKind[] = [
  treeMath,
  cryptoBasics,
  secretTree,
  messageProtection,
  keySchedule,
  pskSecret,
  transcriptHashes,
  welcome,
  treeOperations,
  treeValidation,
  treeKem,
  messages,
  passiveClient,
  deserialization,
]

export interface Outcome {
  readonly file: string
  /** Position in the file, or undefined for a file as a whole. */
  readonly index: number | undefined
  readonly status: "passed" | "failed" | "skipped"
  readonly reason?: string
}

export interface VectorCase {
  readonly file: string
  readonly index: number
  /** Undefined where the case is of no suite. */
  readonly suite: number | undefined
  readonly run: () => Promise<Outcome>
}

/** Every case of one vector file, known by its shape; what is no vector gives an outcome at once. */
export function casesOf(ctx: MlsContext, file: string, text: string): readonly (VectorCase | Outcome)[] {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return [{ file, index: undefined, status: "failed", reason: "no JSON" }]
  }
  const vectors: readonly unknown[] = Array.isArray(content) ? content : [content]
  return vectors.map((vector, index) => {
    const found = kindOf(vector)
    if (found === undefined)
      return { file, index, status: "skipped", reason: "a kind of vector that is not known" } as const
    return { file, index, suite: suiteIn(vector), run: () => runCase(ctx, found, file, index, vector) }
  })
}

function suiteIn(vector: unknown): number | undefined {
  const suite = (vector as { cipher_suite?: unknown }).cipher_suite
  return typeof suite === "number" ? suite : undefined
}

function kindOf(vector: unknown): VectorKind | undefined {
  if (typeof vector !== "object" || vector === null) return undefined
  return kinds.find(({ fields }) => fields.every(field => field in vector))
}

async function runCase(
  ctx: MlsContext,
  found: VectorKind,
  file: string,
  index: number,
  vector: unknown,
): Promise<Outcome> {
  const suite = suiteIn(vector)
  if (suite !== undefined && findSuite(suite, ctx.suites) === undefined)
    return { file, index, status: "skipped", reason: `cipher suite ${suite} is not implemented` }
  try {
    await found.run(ctx, vector)
    return { file, index, status: "passed" }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { file, index, status: "failed", reason }
  }
}
