import type { Me } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import { copyText } from "../../state/told.ts"
import { Field } from "../../ui/field.tsx"
import { QrCode } from "../linking/qr-code.tsx"
import { PersonAvatar } from "../people/person-avatar.tsx"
import { PictureChoice } from "../people/picture-choice.tsx"

export function ProfilePage(): JSX.Element | null {
  const self = me.value
  if (typeof self !== "object") return null
  return (
    <>
      <div class="profile">
        <PersonAvatar of={self} />
        <span class="self">
          <bdi>{self.displayName}</bdi>
          <small>{self.address}</small>
        </span>
      </div>
      <PictureChoice hasPicture={self.picture !== undefined} set={picture => client.setPicture(picture)} />
      <p class="help">{text("picture.help")}</p>
      <NameForm self={self} />
      <PersonLink />
    </>
  )
}

function NameForm({ self }: { self: Me }): JSX.Element {
  const [name, setName] = useState(self.displayName)
  const [code, setCode] = useState<string | undefined>(undefined)
  const save = async (event: Event) => {
    event.preventDefault()
    const set = await client.setDisplayName(name)
    setCode(set.ok ? undefined : set.code)
  }
  const isNew = name.trim() !== self.displayName && name.trim() !== ""
  return (
    <form onSubmit={save}>
      <Field
        name="display-name"
        label={text("welcome.display")}
        value={name}
        onValue={setName}
        help={text("welcome.display.help")}
        problem={code === undefined ? undefined : phrase(code, locale.value)}
        after={
          <button type="submit" disabled={!isNew}>
            {text("folder.save")}
          </button>
        }
      />
    </form>
  )
}

/** Whoever follows it, or shows it to a camera, need not trust the server for who this is. */
function PersonLink(): JSX.Element | null {
  const [link, setLink] = useState("")
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    void client.personLink().then(setLink)
  }, [])
  const copy = async () => {
    setCopied(await copyText(link))
  }
  if (link === "") return null
  return (
    <section class="person-link" aria-labelledby="person-link">
      <h2 id="person-link">{text("profile.link")}</h2>
      <p class="help">{text("profile.link.help")}</p>
      <QrCode text={link} label={text("profile.qr")} />
      <button type="button" class="wide" onClick={() => void copy()}>
        {text(copied ? "list.linkCopied" : "list.link")}
      </button>
    </section>
  )
}
