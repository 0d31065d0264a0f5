import type { Notice } from "@colombe/client"
import { forgetHere } from "../src/state/accounts.ts"
import { ended, workerState } from "../src/state/app.ts"
import { appearance } from "../src/state/appearance.ts"
import { writing } from "../src/state/composing.ts"
import { overlay } from "../src/state/overlay.ts"
import { settingsPages } from "../src/state/route.ts"
import { shelf } from "../src/state/shelf.ts"
import { type OpenConversation, openConversation } from "../src/state/timeline.ts"
import { update } from "../src/state/update.ts"
import { unseenWords, wordsShown } from "../src/state/words.ts"
import { everyday, type Scene, say, setScene, someWords } from "./answers.ts"
import { goingFile } from "./odd.ts"

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

/** Milliseconds after which what a scene waits for will not come. */
const foundMs = 10_000

async function found(selector: string): Promise<HTMLElement> {
  for (const end = performance.now() + foundMs; performance.now() < end; ) {
    const element = document.querySelector<HTMLElement>(selector)
    if (element !== null) return element
    await new Promise(resolve => requestAnimationFrame(resolve))
  }
  throw new Error(`nothing is ${selector}`)
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

/** What is laid over a conversation, once one of its messages is there to be meant. */
const over = (open: (shown: OpenConversation, id: string) => void, laid = "dialog[open]") => ({
  at: "c/group",
  scene: everyday,
  async act() {
    const { dataset } = await found("article.message.mine[data-id]")
    open(openConversation("group"), dataset.id ?? "")
    await found(laid)
  },
})
const sheet = (of: (id: string) => NonNullable<OpenConversation["sheet"]["value"]>) =>
  over((open, id) => {
    open.sheet.value = of(id)
  })
const menuPlace = { x: 400, y: 200 }

async function chooseFiles(): Promise<void> {
  const input = (await found(".composer input[type=file]")) as HTMLInputElement
  const data = new DataTransfer()
  data.items.add(new File(["plan"], "plan-de-la-salle-et-des-sorties-de-secours.png", { type: "image/png" }))
  data.items.add(new File(["texte"], "notes.txt", { type: "text/plain" }))
  input.files = data.files
  input.dispatchEvent(new Event("change", { bubbles: true }))
  await found("dialog[open]")
}

async function viewPicture(): Promise<void> {
  const picture = await found(".picture")
  picture.scrollIntoView()
  await found(".picture[aria-busy=false]")
  picture.click()
  await found("dialog[open] img")
}

const laidOver = (what: "palette" | "shortcuts") => ({
  at: "c/group",
  scene: everyday,
  async act() {
    overlay.value = what
    await found("dialog[open]")
  },
})

/** What ends everything, a page for each. */
const problems = ["insecure-origin", "storage-damaged", "signed-out"]
const problemNotice = (code: string): Notice => ({ type: "ended", code })

/** By name. Those of the settings and of problems are one a page. */
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
  "list-device": { at: "", scene: { ...everyday, hasUnseenDevice: true } },
  "device-unseen": { at: "devices", scene: { ...everyday, hasUnseenDevice: true } },
  "list-update": {
    at: "",
    scene: everyday,
    async act() {
      update.value = "ready"
    },
  },
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
  "group-links": {
    at: "c/group",
    scene: everyday,
    act: async () => {
      await openInfo("Délégation de Lisbonne")()
      await press(".invite-links > summary")()
      await press("[name=show-qr]")()
    },
  },
  "group-askers": { at: "c/group", scene: everyday, act: press(".askers > summary") },
  "join-group": { at: `join/${"Ab3_".repeat(50)}`, scene: everyday },
  "welcome-by-link": { at: `join/${"Ab3_".repeat(50)}`, scene: nobody },
  "group-page-member": { at: "c/quiet", scene: everyday, act: openInfo("Voisins du 12, rue des Lilas") },
  "message-menu": over((open, id) => {
    open.menu.value = { id, ...menuPlace }
  }, ".menu:popover-open"),
  "reaction-menu": over((open, id) => {
    open.menu.value = { id, ...menuPlace, of: "reactions" }
  }, ".menu:popover-open"),
  "emoji-picker": {
    at: "c/group",
    scene: everyday,
    async act() {
      await press(".emoji-button")()
      await found("[data-emoji]")
    },
  },
  "head-menu": { at: "c/group", scene: everyday, act: press(".conversation-head [aria-haspopup=menu]") },
  selection: over((open, id) => {
    open.selected.value = new Set([id])
  }, ".selection-bar"),
  answering: over((open, id) => {
    const item = open.items.value?.find(one => one.kind === "message" && one.id === id)
    if (item?.kind === "message") open.composing.value = { at: "replying", to: item }
  }, ".purpose"),
  "sheet-delete": sheet(id => ({ at: "delete", ids: [id, "other"] })),
  "sheet-forward": sheet(id => ({ at: "forward", ids: [id] })),
  "sheet-message": sheet(id => ({ at: "message", id })),
  "sheet-poll": sheet(() => ({ at: "poll" })),
  "sheet-timer": sheet(() => ({ at: "timer" })),
  "sheet-schedule": sheet(() => ({ at: "schedule" })),
  "sheet-scheduled": sheet(() => ({ at: "scheduled" })),
  "sheet-files": { at: "c/group", scene: everyday, act: chooseFiles },
  palette: laidOver("palette"),
  shortcuts: laidOver("shortcuts"),
  odd: { at: "c/odd", scene: everyday },
  "odd-sending": {
    at: "c/odd",
    scene: everyday,
    act: async () => say({ type: "transfer", ...goingFile }),
  },
  "odd-viewer": { at: "c/odd", scene: everyday, act: viewPicture },
  date: { at: "c/group", scene: everyday, act: press(".day button") },
  new: { at: "new", scene: everyday },
  saved: { at: "c/saved", scene: everyday },
  settings: { at: "settings", scene: everyday },
  locked: {
    at: "",
    scene: everyday,
    async act() {
      workerState.value = { at: "failed", code: "app-locked" }
      await press(".forgotten > summary")()
    },
  },
  ...Object.fromEntries(
    settingsPages.map(page => [`settings-${page}`, { at: `settings/${page}`, scene: everyday }] as const),
  ),
  ...Object.fromEntries(
    problems.map(code => {
      const act = async () => say(problemNotice(code))
      return [`problem-${code}`, { at: "", scene: everyday, act }] as const
    }),
  ),
}

export function show({ at, scene }: Shown): void {
  for (const dialog of document.querySelectorAll("dialog")) dialog.close()
  location.hash = `#/${at}`
  overlay.value = undefined
  openConversation("group").composing.value = writing
  shelf.value = { at: "all" }
  ended.value = undefined
  if (workerState.peek().at === "failed") workerState.value = { at: "ready" }
  update.value = "none"
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
