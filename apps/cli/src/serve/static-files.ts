import { existsSync } from "node:fs"
import { join } from "node:path"
import { Glob } from "bun"
import { securityHeaders } from "./content-policy.ts"

interface StaticFile {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** The same bytes, compressed by the build, for whoever reads Brotli (RFC 7932). */
  readonly brotli: string | undefined
}

/** The files of the web app by path, read from the folder once: nothing outside the list can be asked for. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

/** A name with a hash in it never changes its content. */
const hashedFolder = "/assets/"
const forEver = "public, max-age=31536000, immutable"
/** The build puts the compressed bytes beside the file. */
const brotliSuffix = ".br"

export async function readStaticFiles(folder: string | undefined): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>()
  if (folder === undefined || !existsSync(folder)) return files
  for await (const name of new Glob("**/*").scan({ cwd: folder })) {
    if (name.endsWith(brotliSuffix)) continue
    const path = join(folder, name)
    const url = `/${name.replaceAll("\\", "/")}`
    const cache = url.startsWith(hashedFolder) ? forEver : "no-cache"
    const brotli = existsSync(path + brotliSuffix) ? path + brotliSuffix : undefined
    files.set(url, { path, brotli, headers: { ...securityHeaders, "cache-control": cache } })
  }
  const page = files.get("/index.html")
  if (page !== undefined) files.set("/", page)
  return files
}

export function answerStatic(files: StaticFiles, path: string, request: Request): Response {
  const file = files.get(path)
  if (file === undefined) return new Response("not found\n", { status: 404, headers: securityHeaders })
  const whole = Bun.file(file.path)
  if (file.brotli === undefined) return new Response(whole, { headers: file.headers })
  const headers = { ...file.headers, "content-type": whole.type, vary: "accept-encoding" }
  return takesBrotli(request)
    ? new Response(Bun.file(file.brotli), { headers: { ...headers, "content-encoding": "br" } })
    : new Response(whole, { headers })
}

/** RFC 9110 §12.5.3; a weight of zero refuses it. */
function takesBrotli(request: Request): boolean {
  const accepted = request.headers.get("accept-encoding") ?? ""
  return accepted.split(",").some(one => /^\s*br\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(one))
}
