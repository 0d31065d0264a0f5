import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../command.ts"
import { host } from "./network.ts"

export type ProxyName = "caddy" | "nginx"

/** Where each is in its package of Debian. */
const places: Readonly<Record<ProxyName, string>> = { caddy: "usr/bin/caddy", nginx: "usr/sbin/nginx" }

/**
 * The program as it is installed, or else unpacked from Debian's package into `folder`, so that nothing is installed and
 * nothing is started by itself. Undefined where neither can be.
 */
export function findProxy(name: ProxyName, folder: string): string | undefined {
  const installed = Bun.which(name) ?? undefined
  if (installed !== undefined) return installed
  mkdirSync(folder, { recursive: true })
  const unpacked = join(folder, places[name])
  if (existsSync(unpacked)) return unpacked
  spawnSync("apt-get", ["download", name], { cwd: folder })
  const [archive] = readdirSync(folder).filter(file => file.startsWith(`${name}_`))
  if (archive === undefined) return undefined
  spawnSync("dpkg-deb", ["--extract", join(folder, archive), folder])
  return existsSync(unpacked) ? unpacked : undefined
}

export interface Certificate {
  readonly certificate: string
  readonly key: string
  /** Of whoever signed it, for those who are to trust it. */
  readonly authority: string
}

/** An authority of one's own and a certificate by it, as a public one would give. */
export function makeCertificate(folder: string): Certificate {
  const file = (name: string) => join(folder, name)
  const [authority, authorityKey] = [file("authority.pem"), file("authority.key")]
  const [certificate, key, request] = [file("site.pem"), file("site.key"), file("site.request")]
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-days",
    "2",
    "-subj",
    "/CN=check",
    "-keyout",
    authorityKey,
    "-out",
    authority,
  )
  openssl("req", ...newKey, "-subj", `/CN=${host}`, "-keyout", key, "-out", request)
  writeFileSync(file("names"), `subjectAltName=DNS:${host}\n`)
  const signer = ["-CA", authority, "-CAkey", authorityKey, "-CAcreateserial", "-days", "2"]
  openssl("x509", "-req", "-in", request, ...signer, "-extfile", file("names"), "-out", certificate)
  return { certificate, key, authority }
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", [...args], { encoding: "utf8" })
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
}

const deployed = (name: string): string => readFileSync(join(root, "deploy", name), "utf8")

/** How it is started with the file of deploy/, in which only the certificate is another. */
export function proxyCommand(
  name: ProxyName,
  program: string,
  folder: string,
  { certificate, key }: Certificate,
): readonly string[] {
  const config = join(folder, `${name}.conf`)
  if (name === "caddy") {
    const site = replaced(deployed("Caddyfile"), `${host} {`, `${host} {\n\ttls ${certificate} ${key}`)
    writeFileSync(config, `{\n\tadmin off\n}\n${site}`)
    return [program, "run", "--config", config, "--adapter", "caddyfile"]
  }
  const letsencrypt = `/etc/letsencrypt/live/${host}`
  const site = replaced(
    replaced(deployed("nginx.conf"), `${letsencrypt}/fullchain.pem`, certificate),
    `${letsencrypt}/privkey.pem`,
    key,
  )
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    kind => `${kind}_temp_path ${join(folder, kind)};`,
  )
  const http = `http {\n${temporary.join("\n")}\n${site}\n}`
  writeFileSync(
    config,
    `user root;\ndaemon off;\npid ${join(folder, "nginx.pid")};\nerror_log stderr;\nevents {}\n${http}\n`,
  )
  return [program, "-c", config, "-p", folder, "-e", "stderr"]
}

/** A file of deploy/ that no longer reads as expected is a mistake of this check, and none to pass over. */
function replaced(text: string, before: string, after: string): string {
  if (!text.includes(before)) throw new Error(`deploy/: no “${before}” any more`)
  return text.replace(before, after)
}
