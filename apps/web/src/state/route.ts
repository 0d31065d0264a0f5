import { signal } from "@preact/signals"

/** What the address says. Person links carry who in the fragment, which no server sees. */
export type Route =
  | { readonly at: "list" }
  | { readonly at: "new"; readonly who: string | undefined }
  | { readonly at: "devices" }
  | { readonly at: "conversation"; readonly conversation: string }

export const route = signal<Route>(parseRoute(location.hash))

addEventListener("hashchange", () => {
  route.value = parseRoute(location.hash)
})

function parseRoute(hash: string): Route {
  const [, name, rest] = /^#\/([a-z]+)(?:\/(.*))?$/.exec(hash) ?? []
  if (name === "c" && rest) return { at: "conversation", conversation: rest }
  if (name === "devices") return { at: "devices" }
  if (name === "new") return { at: "new", who: undefined }
  if (name === "person" && rest) return { at: "new", who: location.href }
  return { at: "list" }
}

export function go(next: Route): void {
  const hash =
    next.at === "conversation" ? `#/c/${next.conversation}` : next.at === "list" ? "#/" : `#/${next.at}`
  if (location.hash === hash) route.value = parseRoute(hash)
  else location.hash = hash
}
