import { type Codec, decode, encode, unwrap } from "@colombe/base"
import { commit } from "../../public/structs/commit.ts"
import { type MessageBody, mlsMessage } from "../../public/structs/message.ts"
import * as proposals from "../../public/structs/proposal.ts"
import { groupSecrets } from "../../public/structs/welcome.ts"
import { decodeTree, encodeTree } from "../../public/tree/codec.ts"
import { check, hex, same } from "./check.ts"
import { kind } from "./kind.ts"

const structs: Readonly<Record<string, Codec<never>>> = {
  group_secrets: groupSecrets as Codec<never>,
  add_proposal: proposals.add as Codec<never>,
  update_proposal: proposals.update as Codec<never>,
  remove_proposal: proposals.remove as Codec<never>,
  pre_shared_key_proposal: proposals.preSharedKey as Codec<never>,
  re_init_proposal: proposals.reInit as Codec<never>,
  external_init_proposal: proposals.externalInit as Codec<never>,
  group_context_extensions_proposal: proposals.groupContextExtensions as Codec<never>,
  commit: commit as Codec<never>,
}

const formats: Readonly<Record<string, MessageBody["format"]>> = {
  mls_welcome: "welcome",
  mls_group_info: "groupInfo",
  mls_key_package: "keyPackage",
  public_message_application: "publicMessage",
  public_message_proposal: "publicMessage",
  public_message_commit: "publicMessage",
  private_message: "privateMessage",
}

type Messages = Readonly<Record<string, string>>

export const messages = kind<Messages>("messages", ["mls_welcome", "group_secrets"], (_, vector) => {
  const field = (name: string) => hex(vector[name] ?? "missing")
  for (const [name, codec] of Object.entries(structs))
    same(encode(codec, unwrap(decode(codec, field(name)))), field(name), name)
  for (const [name, format] of Object.entries(formats)) {
    const message = unwrap(decode(mlsMessage, field(name)))
    check(message.body.format === format, `format of ${name}`)
    same(encode(mlsMessage, message), field(name), name)
  }
  same(encodeTree(unwrap(decodeTree(field("ratchet_tree")))), field("ratchet_tree"), "ratchet_tree")
})
