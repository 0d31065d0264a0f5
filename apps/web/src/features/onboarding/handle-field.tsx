import type { Registrable } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Field } from "../../ui/field.tsx"

/** Milliseconds of silence before what was typed is looked up. */
const pauseMs = 300

type Found =
  | { readonly at: "asking" }
  | { readonly at: "free" }
  | { readonly at: "refused"; readonly code: string }

/** The name by which people are found, with whether it can be had while one types. */
export function HandleField(props: {
  readonly handle: string
  readonly onHandle: (handle: string) => void
  /** Of a sign-up that was refused for it. */
  readonly refused: string | undefined
  readonly onPolicy: (signUp: Registrable["signUp"]) => void
}): JSX.Element {
  const { handle, onPolicy } = props
  const [found, setFound] = useState<Found>({ at: "asking" })
  useEffect(() => {
    setFound({ at: "asking" })
    if (handle === "") return undefined
    let isLate = false
    const timer = setTimeout(async () => {
      const answer = await client.canRegister({ handle, server: location.origin })
      if (isLate) return
      // Whatever else is wrong is said when it is asked for: this is about the name.
      if (answer.ok) {
        onPolicy(answer.value.signUp)
        setFound({ at: "free" })
      } else if (answer.code.startsWith("handle-")) setFound({ at: "refused", code: answer.code })
    }, pauseMs)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [handle])
  const refused = props.refused ?? (found.at === "refused" ? found.code : undefined)
  const address = `${handle || "ana"}@${location.hostname}`
  return (
    <Field
      name="handle"
      label={text("welcome.handle")}
      value={handle}
      onValue={typed => props.onHandle(typed.trim())}
      help={text(found.at === "free" ? "welcome.handle.free" : "welcome.handle.help", { address })}
      isGood={found.at === "free"}
      problem={
        refused === undefined
          ? undefined
          : refused === "handle-taken"
            ? text("welcome.handle.taken", { address })
            : phrase(refused, locale.value)
      }
      autoFocus
      verbatim
    />
  )
}
