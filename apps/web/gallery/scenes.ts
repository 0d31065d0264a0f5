import { forgetHere } from "../src/state/accounts.ts"
import { ended } from "../src/state/app.ts"
import { appearance } from "../src/state/appearance.ts"
import { settingsPages } from "../src/state/route.ts"
import { shelf } from "../src/state/shelf.ts"
import { unseenWords, wordsShown } from "../src/state/words.ts"
import { everyday, type Scene, say, setScene, someWords } from "./answers.ts"

export interface Appearance {
  readonly locale: "fr" | "en"
  readonly direction: "ltr" | "rtl"
  readonly theme: "light" | "dark"
  readonly contrast: "auto" | "more"
}

interface Shown {
  readonly at: string
  readonly scene: Scene
  /** What is pressed or typed once it is there. */
  readonly act?: () => Promise<void>
}

const nobody: Scene = { ...everyday, isSignedIn: false, isEmpty: true }
const groups = ["10007", "17418", "24829", "32240", "39651", "47062"]

const press = (selector: string) => async () => (await found(selector)).click()

async function found(selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.querySelector<HTMLElement>(selector)
    if (element !== null) return element
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
}

/** Of the conversation of this title, and not of one that is about to go. */
const openInfo = (title: string) => async () => {
  while ((await found(".conversation-head h1")).textContent !== title)
    await new Promise(resolve => requestAnimationFrame(resolve))
  ;(await found(".conversation-head .who")).click()
}

async function type(selector: string, text: string): Promise<void> {
  const field = (await found(selector)) as HTMLInputElement
  field.value = text
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

/** By name. Those of the settings are one a page. */
export const scenes: Readonly<Record<string, Shown>> = {
  components: { at: "", scene: everyday },
  welcome: { at: "", scene: nobody },
  "welcome-taken": { at: "", scene: nobody, act: () => type("input[name=handle]", "bob") },
  "welcome-invited": { at: "", scene: nobody, act: () => type("input[name=handle]", "ana") },
  "enter-with-words": { at: "", scene: nobody, act: press("button[name=words]") },
  "link-code": {
    at: "",
    scene: {
      ...nobody,
      linking: { at: "showing", qr: `colombe:link#${"A".repeat(90)}`, typed: "7H2K-9QXA", until: 0 },
    },
    act: press("button[name=link]"),
  },
  "link-account": {
    at: "",
    scene: {
      ...nobody,
      linking: { at: "asking-account", address: "ana@colombe.example", safety: groups, digits: undefined },
    },
    act: press("button[name=link]"),
  },
  words: { at: "", scene: { ...everyday, words: someWords } },
  "words-check": { at: "", scene: { ...everyday, words: someWords }, act: press("main .primary") },
  ended: { at: "", scene: everyday, act: async () => say({ type: "ended", code: "change-device-removed" }) },
  empty: { at: "", scene: { ...everyday, isEmpty: true } },
  list: { at: "", scene: everyday },
  "list-reminder": { at: "", scene: { ...everyday, words: someWords }, act: press("button[name=later]") },
  "list-offline": {
    at: "",
    scene: everyday,
    act: async () =>
      say({
        type: "connection",
        connection: { at: "offline", retryAt: Date.now() + 9000, code: undefined },
      }),
  },
  archive: { at: "", scene: everyday, act: press("button[name=archive]") },
  search: { at: "", scene: everyday, act: () => type(".list input[name=search]", "hotel") },
  group: { at: "c/group", scene: everyday },
  direct: { at: "c/bob", scene: everyday },
  request: { at: "c/abd", scene: everyday },
  readers: { at: "c/max", scene: everyday, act: press(".conversation-head .who") },
  "group-page": { at: "c/group", scene: everyday, act: openInfo("Délégation de Lisbonne") },
  "group-page-member": { at: "c/quiet", scene: everyday, act: openInfo("Voisins du 12, rue des Lilas") },
  date: { at: "c/group", scene: everyday, act: press(".day button") },
  new: { at: "new", scene: everyday },
  saved: { at: "saved", scene: everyday },
  settings: { at: "settings", scene: everyday },
  ...Object.fromEntries(
    settingsPages.map(page => [`settings-${page}`, { at: `settings/${page}`, scene: everyday }] as const),
  ),
}

export function show({ at, scene }: Shown): void {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close()
  location.hash = `#/${at}`
  shelf.value = { at: "all" }
  ended.value = undefined
  // Or it would be missed where nobody is signed in.
  forgetHere()
  unseenWords.value = scene.words
  wordsShown.value = true
  setScene(scene)
}

export function dress({ direction, theme, contrast }: Appearance): void {
  appearance.value = { ...appearance.value, theme, contrast }
  document.documentElement.dir = direction
}
