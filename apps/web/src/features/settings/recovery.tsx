import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { canHavePasskeys } from "../passkey/passkey.ts"
import { AddPasskey } from "../passkey/passkey-buttons.tsx"

export function RecoveryPage(): JSX.Element {
  return (
    <>
      <section>
        <h2>{text("recovery.words")}</h2>
        <p>{text("recovery.words.body")}</p>
      </section>
      {canHavePasskeys ? (
        <section>
          <h2>{text("recovery.passkey")}</h2>
          <p>{text("recovery.passkey.body")}</p>
          <AddPasskey />
        </section>
      ) : null}
    </>
  )
}
