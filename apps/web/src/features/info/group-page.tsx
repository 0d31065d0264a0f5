import type { ConversationDetails } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon } from "../../ui/icons.tsx"
import { ChatAvatar } from "../chats/chat-face.tsx"
import { askToLeave } from "../chats/leave-dialog.tsx"
import { readers } from "../conversation/readers.ts"
import { PictureChoice } from "../people/picture-choice.tsx"
import type { Act } from "./act.ts"
import { AddMembers } from "./add-members.tsx"
import { Confirm, type Confirmed } from "./confirm.tsx"
import { isAtLeast } from "./group-rights.ts"
import { GroupRules } from "./group-rules.tsx"
import { GroupTitle } from "./group-title.tsx"
import { InviteLinks } from "./invite-links.tsx"
import { MemberList } from "./member-list.tsx"
import { RemovedPeople } from "./removed-people.tsx"
import { Safety } from "./safety.tsx"

/** Everything about a group: what it is called, what holds in it, and who is in it. */
export function GroupPage(props: {
  readonly details: ConversationDetails
  readonly onClose: () => void
}): JSX.Element {
  const { details, onClose } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [code, setCode] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<Confirmed | undefined>(undefined)
  /** The account whose safety number is shown. */
  const [comparing, setComparing] = useState<string | undefined>(undefined)
  const compared = details.members.find(({ account }) => account === comparing)
  useEffect(() => {
    // The row that a question came from may have gone meanwhile: the focus stays in the list.
    if (asked !== undefined || document.activeElement !== document.body) return
    scroller.current
      ?.querySelector<HTMLElement>('[data-member][tabindex="0"]')
      ?.focus({ preventScroll: true })
  }, [asked, details.members])
  const act: Act = async work => {
    setBusy(true)
    const done = await work()
    setBusy(false)
    setCode(done.ok ? undefined : done.code)
    return done.ok
  }
  return (
    <Dialog title={text("group.title")} onClose={onClose}>
      <div class="group-body" ref={scroller} aria-busy={busy}>
        <header class="group-head">
          <ChatAvatar of={details} />
          {isAtLeast(details, "admin") ? (
            <PictureChoice
              hasPicture={details.picture !== undefined}
              set={picture => client.setGroupPicture(details.conversation, picture)}
            />
          ) : null}
          <GroupTitle details={details} act={act} />
          <p>
            {readers(details)}. {text("info.devices", { count: details.devices })}
          </p>
        </header>
        {code === undefined ? null : (
          <p class="problem" role="alert">
            {phrase(code, locale.value)}
          </p>
        )}
        {details.damaged && isAtLeast(details, "admin") ? (
          <Damaged onReopen={() => setAsked({ at: "reopen" })} />
        ) : null}
        <GroupRules details={details} busy={busy} act={act} />
        {isAtLeast(details, "moderator") ? <AddMembers details={details} /> : null}
        {isAtLeast(details, "admin") ? <InviteLinks details={details} busy={busy} act={act} /> : null}
        <MemberList
          details={details}
          scroller={scroller}
          onCompare={setComparing}
          onConfirm={setAsked}
          act={act}
        />
        {isAtLeast(details, "moderator") ? <RemovedPeople details={details} act={act} /> : null}
        {details.membership === "member" || details.membership === "planned" ? (
          <button
            type="button"
            class="quiet dangerous group-leave"
            name="leave"
            onClick={() => {
              onClose()
              askToLeave(details)
            }}
          >
            <Icon name="leave" />
            {text("chat.leave")}
          </button>
        ) : null}
      </div>
      {asked === undefined ? null : (
        <Confirm details={details} asked={asked} act={act} onClose={() => setAsked(undefined)} />
      )}
      {compared === undefined ? null : (
        <Dialog title={text("group.compare")} onClose={() => setComparing(undefined)}>
          <Safety key={compared.account} person={compared} />
        </Dialog>
      )}
    </Dialog>
  )
}

function Damaged({ onReopen }: { onReopen: () => void }): JSX.Element {
  return (
    <section class="group-damaged" aria-label={text("group.damaged")}>
      <p>
        <Icon name="warning" size={18} />
        <span>
          <strong>{text("group.damaged")}</strong> {text("group.damaged.body")}
        </span>
      </p>
      <button type="button" name="reopen" onClick={onReopen}>
        {text("group.reopen")}
      </button>
    </section>
  )
}
