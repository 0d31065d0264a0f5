import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { forgetHere, type KnownAccount } from "../../state/accounts.ts"
import { Mark } from "../../ui/mark.tsx"
import { LinkThisDevice } from "../linking/link-this-device.tsx"
import { EnterWithWords } from "../onboarding/enter-with-words.tsx"
import { EnterWithPasskey } from "../passkey/passkey-buttons.tsx"
import { OtherAccounts } from "./other-accounts.tsx"

/** The browser has cleared what it held of an account: every way back to it, and none to a new one. */
export function Cleared({ known }: { known: KnownAccount }): JSX.Element {
  const [door, setDoor] = useState<"link" | "words" | undefined>(undefined)
  const back = () => setDoor(undefined)
  const [handle = ""] = known.address.split("@")
  if (door === "link") return <LinkThisDevice onBack={back} />
  if (door === "words") return <EnterWithWords onBack={back} known={handle} />
  return (
    <main class="sheet cleared">
      <Mark size={56} />
      <h1>{text("cleared.title")}</h1>
      {known.locked === true ? null : (
        <p class="account-asked">
          <bdi>{known.address}</bdi>
        </p>
      )}
      <p class="lead" role="alert">
        {phrase("storage-cleared", locale.value)}
      </p>
      <nav class="doors" aria-label={text("cleared.doors")}>
        <button type="button" class="wide" name="link" onClick={() => setDoor("link")}>
          {text("cleared.link")}
        </button>
        <button type="button" class="wide" name="words" onClick={() => setDoor("words")}>
          {text("welcome.words")}
        </button>
        <EnterWithPasskey />
      </nav>
      <OtherAccounts />
      <button type="button" class="quiet" name="forget" onClick={forgetHere}>
        {text("cleared.forget")}
      </button>
    </main>
  )
}
