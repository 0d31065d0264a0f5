import type { Person } from "@colombe/client"
import type { JSX } from "preact"
import { Avatar } from "../../ui/avatar.tsx"
import { usePicture } from "./picture.ts"

/** How somebody looks: the picture that they sent to this person, else their initials. */
export function PersonAvatar(props: {
  readonly of: Pick<Person, "account" | "displayName" | "picture">
  readonly small?: boolean
}): JSX.Element {
  const { account, displayName, picture } = props.of
  const address = usePicture(account, picture)
  return <Avatar id={account} name={displayName} small={props.small === true} picture={address} />
}
