import type { ConversationSummary } from "@colombe/client"
import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { usePicture } from "../people/picture.ts"

type Face = Pick<ConversationSummary, "conversation" | "kind" | "peer" | "picture" | "title">

/** What a conversation goes by: what one keeps for oneself has no name but the one that the app gives it. */
export function titleOf({ kind, title }: Pick<Face, "kind" | "title">): string {
  return kind === "self" ? text("saved.title") : title
}

export function ChatAvatar({ of, small }: { readonly of: Face; readonly small?: boolean }): JSX.Element {
  const { peer, conversation, picture } = of
  const address = usePicture(peer?.account ?? conversation, peer === undefined ? picture : peer.picture)
  const kinds = { self: "self", direct: "person", group: "group" } as const
  return (
    <Avatar
      id={peer?.account ?? conversation}
      name={titleOf(of)}
      kind={kinds[of.kind]}
      small={small === true}
      picture={address}
    />
  )
}
