import type { ExportPlace } from "./place.ts"

/** File System Access §3.5; not every browser has it. */
type PickDirectory = (options: { readonly mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>

/** Undefined where the browser lets pages write no folders. */
export const pickDirectory = (): PickDirectory | undefined =>
  (globalThis as { showDirectoryPicker?: PickDirectory }).showDirectoryPicker

/** A new folder within the one that the person chose; each file is there once it is whole. */
export async function exportFolder(chosen: FileSystemDirectoryHandle, wanted: string): Promise<ExportPlace> {
  const name = await freeName(chosen, wanted)
  const folder = await chosen.getDirectoryHandle(name, { create: true })
  let file: FileSystemWritableFileStream | undefined
  return {
    sink: {
      async open(path) {
        const parts = path.split("/")
        let within = folder
        for (const part of parts.slice(0, -1))
          within = await within.getDirectoryHandle(part, { create: true })
        const handle = await within.getFileHandle(parts.at(-1) ?? "", { create: true })
        file = await handle.createWritable()
      },
      write: async bytes => file?.write(new Uint8Array(bytes)),
      close: async () => file?.close(),
    },
    finish: async () => {},
    async discard() {
      // A file that is still open holds its folder; one that was closed already says so, which is as well.
      await file?.abort().catch(() => {})
      await chosen.removeEntry(name, { recursive: true })
    },
  }
}

/** Never into what is there already: `name`, then `name (2)`. */
async function freeName(chosen: FileSystemDirectoryHandle, wanted: string): Promise<string> {
  const taken = new Set<string>()
  for await (const name of chosen.keys()) taken.add(name)
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} (${number})`
    if (!taken.has(name)) return name
  }
}
