import { toHex } from "@colombe/base"

/** One build of the app, whole: every file by its path, with the SHA-256 that its bytes have. */
export interface Precache {
  /** Another build has another one. */
  readonly version: string
  readonly files: readonly (readonly [path: string, hash: string])[]
}

const prefix = "colombe-app-"
const cacheOf = (version: string) => `${prefix}${version}`
/** A name with a hash in it stands for the same bytes in every build that has it. */
const hashedFolder = "/assets/"
/** Files that are asked for at one time: the page goes on working meanwhile. */
const fetchesMax = 4

/**
 * Brings every file of this build into a cache of its own, or nothing: a server that was exchanged in between, or that cuts
 * a file, fails the whole, and the browser tries again later.
 */
export async function install({ version, files }: Precache): Promise<void> {
  const known = await caches.keys()
  const waiting = [...files]
  const fetched: (readonly [string, Response])[] = []
  const fetchNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      fetched.push([next[0], await fetchFile(known, ...next)])
  }
  await Promise.all(Array.from({ length: fetchesMax }, fetchNext))
  const name = cacheOf(version)
  try {
    const cache = await caches.open(name)
    for (const [path, response] of fetched) await cache.put(path, response)
  } catch (error) {
    await caches.delete(name)
    throw error
  }
}

/** What an older build has under the same name need not travel again. */
async function fetchFile(known: readonly string[], path: string, hash: string): Promise<Response> {
  const isHashed = path.startsWith(hashedFolder)
  const held = isHashed && known.length > 0 ? await caches.match(path) : undefined
  if (held !== undefined) return held
  // The page has just fetched most of them; what the browser kept of a broken deployment, it would keep for ever.
  const caching = isHashed ? (["default", "reload"] as const) : (["no-cache"] as const)
  for (const cache of caching) {
    const response = await fetch(path, { cache })
    const bytes = await response.arrayBuffer()
    if (response.ok && (await hashOf(bytes)) === hash) return plain(bytes, response)
  }
  throw new Error(`${path} is not of this build`)
}

function plain(bytes: ArrayBuffer, response: Response): Response {
  const headers = new Headers(response.headers)
  // The bytes are as they were before they were compressed.
  for (const one of ["content-encoding", "content-length", "vary"]) headers.delete(one)
  return new Response(bytes, { headers })
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))
}

/** Whether a path is answered from what is installed: a file of this build, or one of a page that is older. */
export function isInstalled({ files }: Precache, path: string): boolean {
  return path.startsWith(hashedFolder) || files.some(([known]) => known === path)
}

/**
 * A page of this build gets the files of this build. One that is older asks for its own by names that no other build
 * gives to other bytes. Where the browser has let go of them, the server is asked.
 */
export async function answerInstalled({ version }: Precache, path: string): Promise<Response> {
  const cache = await caches.open(cacheOf(version))
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(path)
}

/**
 * Lets go of other builds. While pages stand that the build before has opened, its files stay for them. There are none of
 * a third one: no build takes over before all pages have agreed to go.
 */
export async function takeOver({ version }: Precache, pagesStand: boolean): Promise<void> {
  const marks = await caches.open(marksName)
  const former = await (await marks.match(activeMark))?.text()
  await marks.put(activeMark, new Response(version))
  const kept = [version, ...(pagesStand && former !== undefined ? [former] : [])].map(cacheOf)
  const names = await caches.keys()
  const others = names.filter(name => name.startsWith(prefix) && !kept.includes(name))
  await Promise.all(others.map(name => caches.delete(name)))
}

/** Which build was active last: the one whose pages may still be open. */
const marksName = "colombe-marks"
const activeMark = "/active"
