import { answerInstalled, install, isInstalled, type Precache, takeOver } from "./precache.ts"

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
  const path = pathname === "/index.html" ? "/" : pathname
  if (isInstalled(precache, path)) event.respondWith(answerInstalled(precache, path))
})

/** A page asks for it once no page has anything open that would be lost. */
self.addEventListener("message", ({ data }) => {
  if (data === "take-over") void self.skipWaiting()
})
