import { render } from "preact"
import { Problem } from "../features/problem.tsx"
import { fetchPreferred } from "../i18n/index.ts"
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
const messages = fetchPreferred()
if (code === undefined) {
  // Loaded only now, since it touches what an insecure origin lacks.
  const { start } = await import("./start.tsx")
  await start(root, messages)
} else {
  await messages
  root.replaceChildren()
  render(<Problem code={code} />, root)
}
