import { type Bytes, compare, encode, equal } from "@colombe/base"
import { type ColombeGroup, publicKey } from "@colombe/rules"

export type JoinLink = ColombeGroup["links"][number]

const encodedKey = ({ key }: JoinLink): Bytes => encode(publicKey, key)

/** By encoded key, as the extension wants them. */
export function withLink(links: readonly JoinLink[], link: JoinLink): JoinLink[] {
  return [...links, link].sort((left, right) => compare(encodedKey(left), encodedKey(right)))
}

export function withoutLinks(links: readonly JoinLink[], keys: readonly Bytes[]): JoinLink[] {
  return links.filter(({ key }) => !keys.some(one => equal(one, key.bytes)))
}

/** What was listed, or is not any more. A link whose end was moved counts as made: nothing of it stays unsaid. */
export function linkChanges(
  before: readonly JoinLink[],
  after: readonly JoinLink[],
): { readonly made: readonly JoinLink[]; readonly ended: readonly JoinLink[] } {
  const same = (left: JoinLink, right: JoinLink): boolean => equal(left.key.bytes, right.key.bytes)
  const alike = (left: JoinLink, right: JoinLink): boolean =>
    same(left, right) && left.flags === right.flags && left.expiresMs === right.expiresMs
  return {
    made: after.filter(link => !before.some(one => alike(one, link))),
    ended: before.filter(link => !after.some(one => same(one, link))),
  }
}

export function newKeys(before: readonly JoinLink[], after: readonly JoinLink[]): readonly JoinLink[] {
  return after.filter(({ key }) => !before.some(one => equal(one.key.bytes, key.bytes)))
}
