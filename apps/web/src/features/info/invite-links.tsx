import type { ConversationDetails, Invite, InviteOptions } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { dateAndTime, locale, text } from "../../i18n/index.ts"
import { client, connection } from "../../state/app.ts"
import { copyText } from "../../state/told.ts"
import { QrCode } from "../linking/qr-code.tsx"
import type { Act } from "./act.ts"
import { Rule } from "./rule.tsx"

/** What a new link may be: 0 is no limit. */
const dayChoices = [1, 7, 30, 0]
const useChoices = [0, 1, 10, 100]

type Links =
  | { readonly at: "asking" }
  | { readonly at: "failed"; readonly code: string }
  | { readonly at: "here"; readonly invites: readonly Invite[] }

/** The links by which people come in by themselves, for whoever leads the group. */
export function InviteLinks(props: {
  readonly details: ConversationDetails
  readonly busy: boolean
  readonly act: Act
}): JSX.Element {
  const { details, busy, act } = props
  const { conversation, epoch } = details
  const [links, setLinks] = useState<Links>({ at: "asking" })
  /** The link of which the code is shown. */
  const [shown, setShown] = useState<string | undefined>(undefined)
  const isLive = connection.value.at === "live"
  const ask = async () => {
    const answer = await client.invites(conversation)
    setLinks(answer.ok ? { at: "here", invites: answer.value } : { at: "failed", code: answer.code })
  }
  // Each link that is made, used or ended begins an epoch.
  useEffect(() => void ask(), [conversation, epoch, isLive])
  const make = (options: InviteOptions) =>
    act(async () => {
      const made = await client.makeInvite(conversation, options)
      if (made.ok) setShown(made.value.id)
      return made
    })
  return (
    <details class="invite-links">
      <summary>{text("invite.links")}</summary>
      <p class="help">{text("invite.links.help")}</p>
      <NewLink busy={busy} onMake={options => void make(options)} />
      {links.at === "failed" ? (
        <p class="problem" role="alert">
          {phrase(links.code, locale.value)}
        </p>
      ) : null}
      {links.at === "here" ? (
        <ul class="invites">
          {links.invites.map(invite => (
            <InviteRow
              key={invite.id}
              invite={invite}
              isShown={shown === invite.id}
              onShow={isShown => setShown(isShown ? invite.id : undefined)}
              onEnd={() => void act(() => client.endInvite(conversation, invite.id))}
            />
          ))}
        </ul>
      ) : null}
    </details>
  )
}

function NewLink({ busy, onMake }: { busy: boolean; onMake: (options: InviteOptions) => void }): JSX.Element {
  const [days, setDays] = useState(7)
  const [uses, setUses] = useState(0)
  const [asks, setAsks] = useState(false)
  return (
    <form
      class="new-invite"
      onSubmit={event => {
        event.preventDefault()
        onMake({ days, asks, uses: asks ? 0 : uses })
      }}
    >
      <Rule
        name="invite-days"
        label={text("invite.days")}
        value={`${days}`}
        choices={dayChoices.map(count => ({ value: `${count}`, label: text("invite.days.of", { count }) }))}
        onChoose={value => setDays(Number(value))}
      />
      {asks ? null : (
        <Rule
          name="invite-uses"
          label={text("invite.uses")}
          value={`${uses}`}
          choices={useChoices.map(count => ({ value: `${count}`, label: text("invite.uses.of", { count }) }))}
          onChoose={value => setUses(Number(value))}
        />
      )}
      <label class="group-rule">
        <span>{text("invite.asks")}</span>
        <input
          type="checkbox"
          name="invite-asks"
          checked={asks}
          onChange={({ currentTarget }) => setAsks(currentTarget.checked)}
        />
      </label>
      <button type="submit" class="wide" name="make-invite" disabled={busy}>
        {text("invite.make")}
      </button>
    </form>
  )
}

function InviteRow(props: {
  readonly invite: Invite
  readonly isShown: boolean
  readonly onShow: (isShown: boolean) => void
  readonly onEnd: () => void
}): JSX.Element {
  const { invite, isShown, onShow, onEnd } = props
  const { link, ended } = invite
  const isOpen = link !== undefined && ended === undefined
  return (
    <li class="invite">
      <p>
        <strong>{stateOf(invite)}</strong>
        <small>
          {usesOf(invite)} {invite.by === undefined ? "" : text("invite.by", { name: invite.by.displayName })}
        </small>
      </p>
      {isOpen && isShown ? <QrCode text={link} label={text("invite.qr")} /> : null}
      <div class="row">
        {isOpen ? <CopyLink link={link} /> : null}
        {isOpen ? (
          <button type="button" name="show-qr" aria-expanded={isShown} onClick={() => onShow(!isShown)}>
            {text("invite.qr.show")}
          </button>
        ) : null}
        <button type="button" class="quiet dangerous" name="end-invite" onClick={onEnd}>
          {text(ended === undefined ? "invite.end" : "invite.remove")}
        </button>
      </div>
    </li>
  )
}

function CopyLink({ link }: { link: string }): JSX.Element {
  const [copied, setCopied] = useState(false)
  return (
    <button type="button" name="copy-invite" onClick={() => void copyText(link).then(setCopied)}>
      {text(copied ? "list.linkCopied" : "invite.copy")}
    </button>
  )
}

function stateOf({ ended, expires }: Invite): string {
  if (ended !== undefined) return text(`invite.ended.${ended}`)
  return expires === 0 ? text("invite.endless") : text("invite.until", { date: dateAndTime(expires) })
}

function usesOf({ asks, uses, used }: Invite): string {
  if (asks) return text("invite.asks.row")
  return uses === 0 ? text("invite.used", { count: used }) : text("invite.usedOf", { count: used, uses })
}
