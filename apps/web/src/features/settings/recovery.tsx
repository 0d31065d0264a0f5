import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { canHavePasskeys } from "../passkey/passkey.ts"
import { AddPasskey } from "../passkey/passkey-buttons.tsx"

export function RecoveryPage(): JSX.Element {
  return (
    <>
      <section>
        <h3>{text("recovery.words")}</h3>
        <p>{text("recovery.words.body")}</p>
      </section>
      {canHavePasskeys ? (
        <section>
          <h3>{text("recovery.passkey")}</h3>
          <p>{text("recovery.passkey.body")}</p>
          <AddPasskey />
        </section>
      ) : null}
    </>
  )
}
