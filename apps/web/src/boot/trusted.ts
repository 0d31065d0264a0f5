import workerUrl from "../worker/main.ts?worker&url"
import { serviceWorkerUrl } from "./service-worker-url.ts"

/** The one Trusted Types policy: it lets through the addresses of the worker and the service worker, and nothing else. */
interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

const rules = {
  createScriptURL(url: string): string {
    if (url !== workerUrl && url !== serviceWorkerUrl) throw new TypeError("not one of our scripts")
    return url
  },
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes
const policy = factory?.createPolicy("colombe", rules) ?? rules

export function scriptUrl(url: string): string {
  return policy.createScriptURL(url)
}
