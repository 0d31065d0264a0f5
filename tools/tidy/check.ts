import { checkDeclarations, checkImports } from "./boundaries.ts"
import { checkGlobals, checkPublicPart } from "./core.ts"
import { checkCycles } from "./cycles.ts"
import {
  checkDecisions,
  checkForeign,
  checkLicences,
  checkLinks,
  checkLock,
  checkRecords,
} from "./hygiene.ts"
import { readManifests } from "./manifest.ts"
import { checkPhrases } from "./phrases.ts"
import { checkProofs } from "./proofs.ts"
import { readSources } from "./source.ts"
import { checkSpec } from "./spec.ts"
import { checkComments, checkSizes, checkSkips } from "./style.ts"
import { readTable, tablePath } from "./table.ts"
import type { Problem, Tree } from "./tree.ts"

/** Everything that the project asks of its files and that compiler and linter do not know. */
export function checkTree(tree: Tree): Problem[] {
  const table = readTable(tree)
  if (!table) return [{ path: tablePath, line: 1, message: "the import table is missing" }]
  const manifests = readManifests(tree)
  const sources = readSources(tree)
  const world = { table, manifests }
  return [
    ...checkImports(world, sources),
    ...checkDeclarations(world),
    ...checkCycles(world, sources),
    ...checkGlobals(sources),
    ...checkPublicPart(sources),
    ...checkSizes(tree),
    ...checkComments(sources),
    ...checkSkips(sources),
    ...checkForeign(tree),
    ...checkLicences(tree, manifests),
    ...checkDecisions(tree, manifests),
    ...checkLock(tree),
    ...checkRecords(tree),
    ...checkPhrases(tree, sources),
    ...checkSpec(tree, sources),
    ...checkLinks(tree),
    ...checkProofs(tree),
  ]
}
