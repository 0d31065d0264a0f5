import { expect } from "bun:test"
import { type Bytes, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  type Extension,
  encodeGroup,
  encodePublicGroup,
  encodeTree,
  type Group,
  joinFromWelcome,
  type MlsContext,
  type PublicGroup,
  processMessage,
} from "../index.ts"
import { groupOf, keyPackageOf, type Person, person, seededPlatform, x25519Suite } from "./people.ts"

export interface Insider {
  readonly person: Person
  readonly group: Group
}

/** Ana, Bob, Eve and Dan at leaves 0 to 3, in epoch 1, and a server that follows. */
export interface SmallGroup {
  readonly ctx: MlsContext
  readonly server: PublicGroup
  readonly ana: Insider
  readonly bob: Insider
  readonly eve: Insider
  readonly dan: Insider
  /** Not a member. */
  readonly zoe: Person
}

export async function smallGroup(
  seed: string,
  suite = x25519Suite as number,
  groupExtensions: readonly Extension[] = [],
): Promise<SmallGroup> {
  const ctx = seededPlatform(seed)
  const types = groupExtensions.map(({ type }) => type)
  const people = []
  for (const name of ["ana", "bob", "eve", "dan", "zoe"])
    people.push(await person(ctx, name, suite, { extensions: types }))
  const [ana, bob, eve, dan, zoe] = people as [Person, Person, Person, Person, Person]
  const alone = await groupOf(ctx, ana, suite, groupExtensions)
  const packages = []
  for (const one of [bob, eve, dan]) packages.push(await keyPackageOf(ctx, one, suite))
  const made = unwrap(
    await createCommit(ctx, alone, {
      signer: ana.signer,
      proposals: packages.map(({ keyPackage }) => ({ kind: "add", keyPackage })),
      forcePath: true,
    }),
  )
  const tree = encodeTree(made.next.public.tree)
  const joined = []
  for (const one of packages)
    joined.push(
      unwrap(await joinFromWelcome(ctx, { ...one, welcome: made.welcome ?? new Uint8Array(), tree })).group,
    )
  const [bobs, eves, dans] = joined as [Group, Group, Group]
  return {
    ctx,
    server: made.next.public,
    ana: { person: ana, group: made.next },
    bob: { person: bob, group: bobs },
    eve: { person: eve, group: eves },
    dan: { person: dan, group: dans },
    zoe,
  }
}

/** The server and a member refuse the message with this code, and neither is changed by it. */
export async function expectRefused(
  { ctx }: SmallGroup,
  server: PublicGroup,
  member: Group,
  message: Bytes,
  code: string,
): Promise<void> {
  const before = [encodePublicGroup(server), encodeGroup(ctx, member)]
  expect(await applyCommit(ctx, server, message)).toMatchObject({ ok: false, code })
  expect(await processMessage(ctx, member, message)).toMatchObject({ ok: false, code })
  expect([encodePublicGroup(server), encodeGroup(ctx, member)]).toEqual(before)
}
