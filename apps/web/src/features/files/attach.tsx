import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { later } from "../../ui/later.tsx"
import type { Chosen } from "./chosen.ts"

export function AttachButton({ chosen }: { chosen: Chosen }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        class="quiet square attach"
        aria-label={text("files.attach")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={22} />
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={text("files.attach")}
        onChange={event => {
          choose(chosen, event.currentTarget.files)
          // The same file can be chosen again.
          event.currentTarget.value = ""
        }}
      />
    </>
  )
}

/** For whatever files may be dropped onto or pasted into. */
export function takesFiles(
  chosen: Chosen,
): Pick<JSX.IntrinsicElements["main"], "onDragOver" | "onDrop" | "onPaste"> {
  return {
    onDragOver: event => event.preventDefault(),
    onDrop(event) {
      event.preventDefault()
      choose(chosen, event.dataTransfer?.files)
    },
    onPaste(event) {
      if (choose(chosen, event.clipboardData?.files)) event.preventDefault()
    },
  }
}

/** Adds to what is looked at already; whether there was anything. */
function choose(chosen: Chosen, list: FileList | null | undefined): boolean {
  const files = [...(list ?? [])]
  if (files.length > 0) chosen.value = [...chosen.value, ...files]
  return files.length > 0
}

export const FileSheet = later(async () => (await import("./file-sheet.tsx")).FileSheet)
