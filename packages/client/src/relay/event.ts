import { kinds } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { type Relayed, takeRelayed } from "./open.ts"
import { takeRead } from "./reads.ts"
import { takeTyping } from "./typing.ts"

/** What comes live. */
export function relayedEvent(home: Home, identity: Identity, relayed: Relayed): Promise<void> {
  return takeRelayed({ home, identity }, relayed, (receiving, said) =>
    said.message.kind === kinds.typing ? takeTyping(receiving, said) : takeRead(receiving, said),
  )
}
