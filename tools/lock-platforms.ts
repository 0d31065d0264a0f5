/** The part of package-lock.json (version 3) that names what is installed where. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>
}

interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly license?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface MissingEntry {
  readonly path: string
  readonly entry: LockEntry
}

/** Where Node looks for a package, from the innermost folder outwards. */
function placesFor(path: string, name: string): string[] {
  const places: string[] = []
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    places.push(`${folder}/node_modules/${name}`)
    if (!folder.includes("/node_modules/")) break
  }
  return [...places, `node_modules/${name}`]
}

/** How the parts of such packages' names spell the platform, and what npm calls it. */
const systems: Readonly<Record<string, string>> = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  openharmony: "openharmony",
  win32: "win32",
  windows: "win32",
}
const processors: Readonly<Record<string, string>> = {
  aarch64: "arm64",
  arm: "arm",
  arm64: "arm64",
  armv7: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  x64: "x64",
}
const libraries: Readonly<Record<string, string>> = {
  gnu: "glibc",
  gnueabihf: "glibc",
  musl: "musl",
  musleabihf: "musl",
}

/** The entry as npm would write it, its fields in npm's order. */
function entryOf(name: string, version: string, parent: LockEntry): LockEntry {
  const parts = name.split(/[/-]/)
  const found = (known: Readonly<Record<string, string>>) =>
    parts.flatMap(part => known[part] ?? []).slice(0, 1)
  const [os, cpu, libc] = [found(systems), found(processors), found(libraries)]
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(parent.dev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    ...(parent.license ? { license: parent.license } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  }
}

/**
 * Optional packages of other platforms that the lock file names as dependencies and has no entry for: npm leaves out
 * those that it could not fetch when it wrote the file, and `npm ci` then refuses the whole file.
 */
export function missingPlatforms({ packages }: Lock): readonly MissingEntry[] {
  const added = new Map<string, LockEntry>()
  for (const [path, parent] of Object.entries(packages))
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const places = placesFor(path, name)
      const nearest = places
        .map(place => packages[place] ?? added.get(place))
        .find(entry => entry !== undefined)
      if (nearest && (nearest.version === version || !/^\d/.test(version))) continue
      const place = nearest ? places[0] : places.at(-1)
      if (place !== undefined) added.set(place, entryOf(name, version, parent))
    }
  return [...added].map(([path, entry]) => ({ path, entry }))
}
