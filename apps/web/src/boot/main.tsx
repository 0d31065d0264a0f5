import { render } from "preact"
import { Problem } from "../features/problem.tsx"
import "../styles/index.css"

const root = document.getElementById("app")
if (root === null) throw new Error("the page has no place for the app")

/** What the browser must have. Where it hides something, the page says why instead of failing. */
function missing(): string | undefined {
  if (!isSecureContext) return "insecure-origin"
  if (!("locks" in navigator) || !("storage" in navigator) || !("BroadcastChannel" in globalThis))
    return "browser-too-old"
  return undefined
}

const code = missing()
if (code !== undefined) render(<Problem code={code} />, root)
else {
  // Loaded only now, since these touch what an insecure origin lacks.
  const [{ Shell }, { remote }, { takeTurns }] = await Promise.all([
    import("../features/shell.tsx"),
    import("../state/app.ts"),
    import("./leader.ts"),
  ])
  render(<Shell />, root)
  takeTurns(remote.leaderGone, () => render(<Problem code="storage-blocked" />, root))
}
