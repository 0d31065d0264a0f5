import type { InvitePreview } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, connection, me } from "../../state/app.ts"
import { leaveLink } from "../../state/route.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { Dialog } from "../../ui/dialog.tsx"

type Look =
  | { readonly at: "looking" }
  | { readonly at: "refused"; readonly code: string }
  | { readonly at: "seen" | "joining"; readonly preview: InvitePreview }

/** What an invite link leads to, before anybody hears of whoever opened it. */
export function JoinGroup({ link }: { readonly link: string }): JSX.Element {
  const [look, setLook] = useState<Look>({ at: "looking" })
  const isLive = connection.value.at === "live"
  useEffect(() => {
    if (!isLive || look.at === "joining") return
    void client
      .lookAtInvite(link)
      .then(seen =>
        setLook(seen.ok ? { at: "seen", preview: seen.value } : { at: "refused", code: seen.code }),
      )
  }, [link, isLive])
  const join = async (preview: InvitePreview) => {
    setLook({ at: "joining", preview })
    const joined = await client.joinByInvite(link)
    if (!joined.ok) setLook({ at: "refused", code: joined.code })
    else if (joined.value.asked) setLook({ at: "seen", preview: { ...preview, asked: true } })
    else leaveLink({ at: "conversation", conversation: joined.value.conversation })
  }
  return (
    <Dialog title={text("join.title")} onClose={() => leaveLink({ at: "list" })}>
      {look.at === "looking" ? (
        <p aria-busy="true">{text(isLive ? "join.looking" : "join.offline")}</p>
      ) : null}
      {look.at === "refused" ? (
        <p class="problem" role="alert">
          {phrase(look.code, locale.value)}
        </p>
      ) : null}
      {look.at === "seen" || look.at === "joining" ? (
        <Seen preview={look.preview} busy={look.at === "joining"} onJoin={() => void join(look.preview)} />
      ) : null}
    </Dialog>
  )
}

function Seen(props: {
  readonly preview: InvitePreview
  readonly busy: boolean
  readonly onJoin: () => void
}): JSX.Element {
  const { conversation, title, host, members, member, asks, asked } = props.preview
  const own = typeof me.value === "object" ? me.value.displayName : ""
  return (
    <div class="join-group">
      <Avatar id={conversation} name={title} kind="group" />
      <h3 dir="auto">{title === "" ? text("join.untitled") : title}</h3>
      <p>{text("join.members", { count: members, host })}</p>
      <p class="help" role="status">
        {member
          ? text("join.member")
          : asked
            ? text("join.asked")
            : text(asks ? "join.asks" : "join.body", { name: own })}
      </p>
      <div class="row">
        <button type="button" onClick={() => leaveLink({ at: "list" })} disabled={props.busy}>
          {text(asked ? "info.close" : "new.cancel")}
        </button>
        {asked ? null : (
          <button
            type="button"
            class="primary"
            name="join"
            disabled={props.busy}
            data-autofocus
            onClick={props.onJoin}
          >
            {text(member ? "join.open" : asks ? "join.ask" : "join.join")}
          </button>
        )}
      </div>
    </div>
  )
}
