import { signal } from "@preact/signals"

/** The pages of the settings. */
export const settingsPages = [
  "profile",
  "accounts",
  "privacy",
  "lock",
  "appearance",
  "language",
  "devices",
  "recovery",
  "storage",
  "about",
] as const
export type SettingsPage = (typeof settingsPages)[number]

/** What the address says. Person links carry who in the fragment, which no server sees. */
export type Route =
  | { readonly at: "list" }
  | { readonly at: "new"; readonly who: string | undefined }
  /** A link into a group: what is in it is in the fragment, too. */
  | { readonly at: "join"; readonly link: string }
  /** On a phone the settings begin with the list of their pages. */
  | { readonly at: "settings"; readonly page: SettingsPage | undefined }
  | { readonly at: "conversation"; readonly conversation: string }

export const route = signal<Route>(parseRoute(location.hash))

addEventListener("hashchange", () => {
  route.value = parseRoute(location.hash)
})

function parseRoute(hash: string): Route {
  const [, name, rest] = /^#\/([a-z]+)(?:\/(.*))?$/.exec(hash) ?? []
  if (name === "c" && rest) return { at: "conversation", conversation: rest }
  if (name === "settings") return { at: "settings", page: settingsPages.find(page => page === rest) }
  // The address of earlier versions, which the instructions for linking may still name.
  if (name === "devices") return { at: "settings", page: "devices" }
  if (name === "new") return { at: "new", who: undefined }
  if (name === "join" && rest) return { at: "join", link: location.href }
  if (name === "person" && rest) return { at: "new", who: location.href }
  return { at: "list" }
}

export function addressOf(next: Route): string {
  switch (next.at) {
    case "conversation":
      return `#/c/${next.conversation}`
    case "settings":
      return next.page === undefined ? "#/settings" : `#/settings/${next.page}`
    case "list":
      return "#/"
    default:
      return `#/${next.at}`
  }
}

export function go(next: Route): void {
  const hash = addressOf(next)
  if (location.hash === hash) route.value = parseRoute(hash)
  else location.hash = hash
}

/** Away from a link, whose secret does not stay behind in the history of the browser. */
export function leaveLink(next: Route): void {
  history.replaceState(history.state, "", addressOf(next))
  route.value = next
}
