import type { JSX } from "preact"
import { Icon } from "./icons.tsx"
import { initials } from "./initials.ts"

/** Hues that stand well on paper and on ink; which one is decided by the id, so it is the same on every device. */
const hues = 8

/** A person's is round like a seal, a group's square like a stamp; what one keeps for oneself has a mark in it. */
export function Avatar(props: {
  readonly id: string
  readonly name: string
  readonly kind?: "person" | "group" | "self"
  readonly small?: boolean
  /** Address of a picture that was drawn here; initials where there is none. */
  readonly picture?: string | undefined
}): JSX.Element {
  const isSelf = props.kind === "self"
  const shape = `${isSelf ? " avatar-self" : ""}${props.kind === "group" ? " avatar-group" : ""}${props.small ? " avatar-small" : ""}`
  return (
    <span class={`avatar hue-${hueOf(props.id)}${shape}`} aria-hidden="true">
      {props.picture !== undefined ? (
        <img src={props.picture} alt="" draggable={false} />
      ) : isSelf ? (
        <Icon name="bookmark" />
      ) : (
        initials(props.name)
      )}
    </span>
  )
}

export function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % hues
}
