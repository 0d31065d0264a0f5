import type { Result } from "@colombe/base"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { squareOf } from "./picture.ts"

/** Chooses a picture, another one, or none. */
export function PictureChoice(props: {
  readonly hasPicture: boolean
  readonly set: (picture: Uint8Array | undefined) => Promise<Result<void>>
}): JSX.Element {
  const { hasPicture, set } = props
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const keep = async (picture: Uint8Array | "picture-invalid" | undefined) => {
    const done = picture === "picture-invalid" ? undefined : await set(picture)
    setCode(done === undefined ? "picture-invalid" : done.ok ? undefined : done.code)
  }
  const choose = async (file: File | undefined) => {
    if (file === undefined) return
    setBusy(true)
    await keep(await squareOf(file))
    setBusy(false)
  }
  return (
    <div class="picture-choice" aria-busy={busy}>
      <button type="button" class="quiet" disabled={busy} onClick={() => input.current?.click()}>
        {text(hasPicture ? "picture.change" : "picture.choose")}
      </button>
      {hasPicture ? (
        <button type="button" class="quiet" disabled={busy} onClick={() => void keep(undefined)}>
          {text("picture.remove")}
        </button>
      ) : null}
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        name="picture"
        accept="image/jpeg,image/png,image/webp,image/gif"
        tabIndex={-1}
        aria-hidden="true"
        onChange={event => {
          void choose(event.currentTarget.files?.[0])
          // The same file can be chosen again.
          event.currentTarget.value = ""
        }}
      />
      <p class="help problem" role="status">
        {code === undefined ? "" : phrase(code, locale.value)}
      </p>
    </div>
  )
}
