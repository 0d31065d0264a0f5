import type { ConversationDetails } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { readers } from "../conversation/readers.ts"
import { About, BlockButton } from "../people/block.tsx"
import { GroupPage } from "./group-page.tsx"
import { Safety } from "./safety.tsx"

/** Who can read a conversation, and what one may change about that. */
export function Info({
  details,
  onClose,
}: {
  details: ConversationDetails
  onClose: () => void
}): JSX.Element {
  if (details.kind === "group") return <GroupPage details={details} onClose={onClose} />
  const { peer } = details
  return (
    <Dialog title={text("info.title")} onClose={onClose}>
      <p class="lead">
        {readers(details)}. {text("info.devices", { count: details.devices })}
      </p>
      {peer === undefined ? null : (
        <>
          <About account={peer.account} />
          <Safety key={peer.account} person={peer} />
          <BlockButton person={peer} />
        </>
      )}
    </Dialog>
  )
}
