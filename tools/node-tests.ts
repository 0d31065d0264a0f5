import { formatCounts } from "./counts.ts"
import { runEntries } from "./platforms/entries.ts"
import { runInNode } from "./platforms/node.ts"

/** Runs every contract suite that has a portable entry in the Node that npm runs on, or the one named in `NODE_UNDER_TEST`. */
const executable = process.env.NODE_UNDER_TEST ?? "node"
const counts = await runEntries("packages/*/src/**/*.portable.ts", process.argv.slice(2), path =>
  runInNode(executable, path),
)
console.log(formatCounts(counts))
if (counts.failed > 0) process.exitCode = 1
