import { existsSync } from "node:fs"
import { join } from "node:path"
import { Glob } from "bun"
import { securityHeaders } from "./content-policy.ts"

/** The files of the web app by path, read from the folder once: nothing outside the list can be asked for. */
export type StaticFiles = ReadonlyMap<
  string,
  { readonly path: string; readonly headers: Record<string, string> }
>

/** A name with a hash in it never changes its content. */
const hashedFolder = "/assets/"
const forEver = "public, max-age=31536000, immutable"

export async function readStaticFiles(folder: string | undefined): Promise<StaticFiles> {
  const files = new Map<string, { path: string; headers: Record<string, string> }>()
  if (folder === undefined || !existsSync(folder)) return files
  for await (const name of new Glob("**/*").scan({ cwd: folder })) {
    const path = join(folder, name)
    const url = `/${name.replaceAll("\\", "/")}`
    const cache = url.startsWith(hashedFolder) ? forEver : "no-cache"
    files.set(url, { path, headers: { ...securityHeaders, "cache-control": cache } })
  }
  const page = files.get("/index.html")
  if (page !== undefined) files.set("/", page)
  return files
}

export function answerStatic(files: StaticFiles, path: string): Response {
  const file = files.get(path)
  if (file === undefined) return new Response("not found\n", { status: 404, headers: securityHeaders })
  return new Response(Bun.file(file.path), { headers: file.headers })
}
