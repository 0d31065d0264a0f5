import { computed, effect } from "@preact/signals"
import { connection, linking } from "../state/app.ts"
import { beginWork, whenCalm } from "../state/at-work.ts"
import { offerUpdate } from "../state/update.ts"
import { serviceWorkerUrl } from "./service-worker-url.ts"
import { scriptUrl } from "./trusted.ts"

/** Puts the app on this device, whole, so that it opens without a network; tells when a newer one is there. */
export async function keepInstalled(): Promise<void> {
  // The development server's files change under it. Private windows may have no service workers.
  if (import.meta.env.DEV || !("serviceWorker" in navigator)) return
  const { serviceWorker } = navigator
  let isServed = serviceWorker.controller !== null
  serviceWorker.addEventListener("controllerchange", () => {
    if (isServed) return whenCalm(() => location.reload())
    isServed = true
    void offerWhereStranger()
  })
  try {
    const registration = await serviceWorker.register(scriptUrl(serviceWorkerUrl), { updateViaCache: "none" })
    watch(registration)
  } catch {
    // Refused, out of room or offline: the app works on while there is a server.
  }
}

const isLinking = computed(() => linking.value.at !== "idle")

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting !== null) offer(registration.waiting)
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed" && registration.active !== null) offer(coming)
    })
  })
  effect(() => (isLinking.value ? beginWork() : undefined))
  // A server that comes back is a moment at which it may have another build.
  effect(() => {
    if (connection.value.at === "live") registration.update().catch(() => {})
  })
}

function offer(coming: ServiceWorker): void {
  offerUpdate(
    () =>
      new Promise(resolve => {
        // It may have taken over, or been replaced, before it was asked.
        const look = () => {
          if (coming.state === "activated" || coming.state === "redundant") resolve()
        }
        coming.addEventListener("statechange", look)
        look()
        coming.postMessage("take-over")
      }),
  )
}

/** The server was exchanged between this page and its first service worker: it has the files of another build. */
async function offerWhereStranger(): Promise<void> {
  if ((await caches.match(import.meta.url)) === undefined) offerUpdate(async () => location.reload())
}
