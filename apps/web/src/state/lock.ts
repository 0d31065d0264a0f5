import { effect } from "@preact/signals"
import type { LockAct, LockAnswer, LockCode, LockMessage } from "../worker/lock-channel.ts"
import type { LockTimeout } from "../worker/lock-rules.ts"
import { namesOf } from "../worker/names.ts"
import { here, noteLocked, noteUnlockedForGood, slot } from "./accounts.ts"
import { me, workerState } from "./app.ts"
import { barSnapshots, forgetSnapshot } from "./snapshot.ts"

const channel = new BroadcastChannel(namesOf(slot).lockChannel)
const post = (message: LockMessage) => channel.postMessage(message)
const answers = new Map<string, (answer: LockAnswer) => void>()

channel.addEventListener("message", ({ data }: MessageEvent<LockMessage>) => {
  if (data.type === "locked") return beginAnew()
  if (data.type === "begun") return interrupt()
  if (data.type !== "answer") return
  answers.get(data.id)?.(data.answer)
  answers.delete(data.id)
})

/** The tab that led was closed in between. What it had done shows in what is kept. */
function interrupt(): void {
  for (const settle of answers.values()) settle({ ok: false, code: "passcode-failed" })
  answers.clear()
}

/** Nothing of what was shown stays in the memory of a page that begins anew, nor in its address. */
function beginAnew(): void {
  history.replaceState(null, "", "#/")
  document.body.replaceChildren()
  location.reload()
}

/** Undefined where it worked. */
async function ask(act: LockAct): Promise<LockCode | undefined> {
  const id = crypto.randomUUID()
  const answer = await new Promise<LockAnswer>(resolve => {
    answers.set(id, resolve)
    post({ type: "ask", id, ...act })
  })
  return answer.ok ? undefined : answer.code
}

export const unlock = (passcode: string) => ask({ act: "unlock", passcode })
export const setTimeoutOfLock = (timeout: LockTimeout) => ask({ act: "timeout", timeout })

async function hideOutside(): Promise<void> {
  await barSnapshots()
  noteLocked()
}

/** What stands in the clear goes first: cut in between, there is less than there could be, and never more. */
export async function setPasscode(
  passcode: string,
  current: string | undefined,
  timeout: LockTimeout,
): Promise<LockCode | undefined> {
  await hideOutside()
  const refused = await ask({ act: "set", passcode, current, timeout })
  // A tab that began meanwhile has seen no lock yet. Whoever was interrupted may have set it all the same.
  if (refused === undefined) await hideOutside()
  else await showWhereOpen()
  return refused
}

export async function removePasscode(passcode: string): Promise<LockCode | undefined> {
  const refused = await ask({ act: "remove", passcode })
  if (refused !== undefined) return refused
  await showAgain()
  return undefined
}

/** Where there is no lock, or none any more: the browser may have cleared it, or what set it was cut. */
async function showWhereOpen(): Promise<void> {
  const { readLock } = await import("../worker/database-key.ts")
  if ((await readLock(namesOf(slot).key)) === undefined) await showAgain()
}

async function showAgain(): Promise<void> {
  await forgetSnapshot()
  const self = me.peek()
  if (typeof self === "object") noteUnlockedForGood(self)
}

/** Whoever erases the account here tells its other tabs. */
export const tellErased = (): void => post({ type: "locked" })

/** In every tab of this account. */
export function lockNow(): void {
  post({ type: "locked" })
  beginAnew()
}

/** For as long as this page is there: nothing of a locked account stays in it, and of an open one nothing stays hidden. */
export function followLock(): void {
  let wasOpen = false
  effect(() => {
    const state = workerState.value
    if (state.at === "ready") wasOpen = true
    // Another tab led, and was closed: its worker had the key.
    if (state.at === "failed" && state.code === "app-locked" && wasOpen) beginAnew()
  })
  let looked = false
  effect(() => {
    if (typeof me.value !== "object" || workerState.value.at !== "ready" || looked) return
    looked = true
    if (here()?.locked === true) void showWhereOpen()
  })
  watchActivity()
}

/** Milliseconds between two signs of a person that are passed on. */
const pauseMs = 1000

/** Passes on that a person is there, for as long as one is. */
function watchActivity(): void {
  let last = 0
  const note = () => {
    if (workerState.peek().at !== "ready" || document.visibilityState === "hidden") return
    if (performance.now() - last < pauseMs) return
    last = performance.now()
    post({ type: "active" })
  }
  for (const type of ["pointerdown", "keydown", "wheel", "touchmove"] as const)
    addEventListener(type, note, { capture: true, passive: true })
  document.addEventListener("visibilitychange", note)
}
