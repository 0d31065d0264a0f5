import type { Client } from "@colombe/client"
import { type Channel, serveClient } from "@colombe/client/remote"
import { render } from "preact"
import "../src/styles/index.css"
import "./gallery.css"
import { chooseLocale, fetchPreferred } from "../src/i18n/index.ts"
import { namesOf } from "../src/worker/names.ts"
import { answers } from "./answers.ts"
import { type Appearance, dress, scenes, show } from "./scenes.ts"

/**
 * Every component in every state, and every screen of the app, with the same content at every look: for people, for
 * screenshots and for tests. Where the app has its worker, answers are given that never change.
 */
const root = document.getElementById("app")
if (root === null) throw new Error("the page has no place for the gallery")
localStorage.clear()
const channel: Channel = new BroadcastChannel(namesOf("").channel)
// What nobody here answers stays unanswered: a picture of a screen does nothing.
serveClient(channel, "gallery", () => {}).opened(answers as Client)

const [{ Shell }, { Components }] = await Promise.all([
  import("../src/features/shell.tsx"),
  import("./components.tsx"),
])

await fetchPreferred()

async function open(name: string): Promise<void> {
  const scene = scenes[name]
  if (scene === undefined) return
  document.documentElement.dataset.scene = name
  render(null, root as HTMLElement)
  // What goes away leaves its conversation as it found it, a moment later.
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
  show(scene)
  render(name === "components" ? <Components /> : <Shell />, root as HTMLElement)
  await scene.act?.()
}

/** For tests: which scene, and in what dress. */
Object.assign(globalThis, {
  gallery: {
    scenes: Object.keys(scenes),
    open,
    async dress(appearance: Appearance) {
      await chooseLocale(appearance.locale)
      dress(appearance)
    },
  },
})
const { hash } = location
await open(hash.length > 1 && scenes[hash.slice(1)] !== undefined ? hash.slice(1) : "components")
document.documentElement.dataset.ready = ""
