import { answerMedia } from "./media.ts"
import { answerInstalled, install, isInstalled, type Precache, takeOver } from "./precache.ts"
import { mediaPath, whoAmI } from "./served-file.ts"

/** Written by the build, once all other files are. */
declare const __PRECACHE__: Precache
declare const self: ServiceWorkerGlobalScope

const precache = __PRECACHE__

self.addEventListener("install", event => event.waitUntil(install(precache)))

self.addEventListener("activate", event => event.waitUntil(activate()))

async function activate(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" })
  await takeOver(precache, pages.length > 0)
  // The page that brought the first one is served by it from now on; pages of an older one are already.
  await self.clients.claim()
}

self.addEventListener("fetch", event => {
  const { method, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== "GET" || origin !== self.location.origin) return
  if (pathname.startsWith(mediaPath)) return event.respondWith(answerMedia(self.clients, event.request))
  const path = pathname === "/index.html" ? "/" : pathname
  if (isInstalled(precache, path)) event.respondWith(answerInstalled(precache, path))
})

self.addEventListener("message", ({ data, source, ports: [port] }) => {
  // A page asks for it once no page has anything open that would be lost.
  if (data === "take-over") void self.skipWaiting()
  if (data === whoAmI && source instanceof Client) port?.postMessage(source.id)
})
