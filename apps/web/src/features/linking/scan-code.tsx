import { phrase } from "@colombe/phrases"
import type { ComponentChildren, JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { later } from "../../ui/later.tsx"
import type { ScanCode as RefusalCode } from "./scan.ts"

const Scanner = later(async () => (await import("./scanner.tsx")).Scanner)

type Camera =
  | { readonly at: "off" }
  | { readonly at: "on" }
  /** The same button asks again. */
  | { readonly at: "refused"; readonly code: RefusalCode }

interface ScanCodeProps {
  /** What begins the text that is looked for. */
  readonly prefix: string
  readonly label: string
  /** Where the code is to be found. */
  readonly hint: string
  readonly onRead: (text: string) => void
  /** Stands where the camera's picture does, while it is off. */
  readonly children?: ComponentChildren
}

const off: Camera = { at: "off" }

/** One button turns the camera on and off; what it sees stands above. */
export function ScanCode({ prefix, label, hint, onRead, children }: ScanCodeProps): JSX.Element {
  const [camera, setCamera] = useState(off)
  const isOn = camera.at === "on"
  const read = (found: string) => {
    setCamera(off)
    onRead(found)
  }
  return (
    <div class="scan">
      {isOn ? (
        <Scanner
          prefix={prefix}
          hint={hint}
          onRead={read}
          onRefused={code => setCamera({ at: "refused", code })}
          onLeft={() => setCamera(off)}
        />
      ) : (
        children
      )}
      {camera.at === "refused" ? (
        <p class="problem" role="alert">
          {phrase(camera.code, locale.value)}
        </p>
      ) : null}
      <button
        type="button"
        class="wide"
        name="scan"
        aria-expanded={isOn}
        onClick={() => setCamera(isOn ? off : { at: "on" })}
      >
        <Icon name={isOn ? "close" : "camera"} />
        {isOn ? text("scan.stop") : label}
      </button>
    </div>
  )
}
