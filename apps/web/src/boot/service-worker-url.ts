/** At the top of the origin, so that all of it is the service worker's; its name never changes, its bytes do. */
export const serviceWorkerUrl = "/service-worker.js"
