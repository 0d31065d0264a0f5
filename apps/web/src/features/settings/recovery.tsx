import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { showWords, unseenWords } from "../../state/words.ts"
import { canHavePasskeys } from "../passkey/passkey.ts"
import { AddPasskey } from "../passkey/passkey-buttons.tsx"

export function RecoveryPage(): JSX.Element {
  return (
    <>
      <section>
        <h2>{text("recovery.words")}</h2>
        <p>{text(unseenWords.value === undefined ? "recovery.words.body" : "recovery.words.waiting")}</p>
        {unseenWords.value === undefined ? null : (
          <button type="button" class="primary" onClick={() => showWords()}>
            {text("recovery.words.show")}
          </button>
        )}
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
