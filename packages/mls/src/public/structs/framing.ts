import {
  assert,
  type Bytes,
  type Codec,
  choice,
  type Decoded,
  enumeration,
  opaque,
  struct,
  uint32,
  uint64,
} from "@colombe/base"
import { commit } from "./commit.ts"
import { proposal } from "./proposal.ts"

/** RFC 9420 §6. */
export const wireFormats = {
  publicMessage: 1,
  privateMessage: 2,
  welcome: 3,
  groupInfo: 4,
  keyPackage: 5,
} as const
export const wireFormat = enumeration(2, wireFormats)
export const contentType = enumeration(1, { application: 1, proposal: 2, commit: 3 })

export const sender = choice(
  "kind",
  enumeration(1, { member: 1, external: 2, newMemberProposal: 3, newMemberCommit: 4 }),
  {
    member: struct({ leafIndex: uint32 }),
    external: struct({ senderIndex: uint32 }),
    newMemberProposal: struct({}),
    newMemberCommit: struct({}),
  },
)
export type Sender = Decoded<typeof sender>

export const framedBodies = {
  application: struct({ data: opaque }),
  proposal: struct({ proposal }),
  commit: struct({ commit }),
}
export const framedBody = choice("kind", contentType, framedBodies)
export type FramedBody = Decoded<typeof framedBody>

export const framedContent = struct({
  groupId: opaque,
  epoch: uint64,
  sender,
  authenticatedData: opaque,
  body: framedBody,
})
export type FramedContent = Decoded<typeof framedContent>

/** FramedContentAuthData (RFC 9420 §6.1): the tag is there for commits and only for them. */
export interface ContentAuth {
  readonly signature: Bytes
  readonly confirmationTag: Bytes | undefined
}

export function contentAuth(kind: FramedBody["kind"]): Codec<ContentAuth> {
  return {
    write(writer, auth) {
      opaque.write(writer, auth.signature)
      assert((auth.confirmationTag !== undefined) === (kind === "commit"), "a tag exactly in commits")
      if (auth.confirmationTag !== undefined) opaque.write(writer, auth.confirmationTag)
    },
    read(reader) {
      const signature = opaque.read(reader)
      return { signature, confirmationTag: kind === "commit" ? opaque.read(reader) : undefined }
    },
  }
}

export interface AuthenticatedContent {
  readonly format: "publicMessage" | "privateMessage"
  readonly content: FramedContent
  readonly auth: ContentAuth
}

export const authenticatedFormat = enumeration(2, { publicMessage: 1, privateMessage: 2 })

export const authenticatedContent: Codec<AuthenticatedContent> = {
  write(writer, value) {
    authenticatedFormat.write(writer, value.format)
    framedContent.write(writer, value.content)
    contentAuth(value.content.body.kind).write(writer, value.auth)
  },
  read(reader) {
    const format = authenticatedFormat.read(reader)
    const content = framedContent.read(reader)
    return { format, content, auth: contentAuth(content.body.kind).read(reader) }
  },
}

/** RFC 9420 §6.2: the membership tag is there for members and only for them. */
export interface PublicMessage {
  readonly content: FramedContent
  readonly auth: ContentAuth
  readonly membershipTag: Bytes | undefined
}

export const publicMessage: Codec<PublicMessage> = {
  write(writer, value) {
    framedContent.write(writer, value.content)
    contentAuth(value.content.body.kind).write(writer, value.auth)
    assert(
      (value.membershipTag !== undefined) === (value.content.sender.kind === "member"),
      "a membership tag exactly from members",
    )
    if (value.membershipTag !== undefined) opaque.write(writer, value.membershipTag)
  },
  read(reader) {
    const content = framedContent.read(reader)
    const auth = contentAuth(content.body.kind).read(reader)
    return {
      content,
      auth,
      membershipTag: content.sender.kind === "member" ? opaque.read(reader) : undefined,
    }
  },
}

/** RFC 9420 §6.3. */
export const privateMessage = struct({
  groupId: opaque,
  epoch: uint64,
  contentType,
  authenticatedData: opaque,
  encryptedSenderData: opaque,
  ciphertext: opaque,
})
export type PrivateMessage = Decoded<typeof privateMessage>
