import { type AnyCodec, encode, toHex, toUtf8 } from "@colombe/base"
import * as group from "../../group.ts"
import { header, prefix } from "../../header.ts"
import * as ids from "../../ids.ts"
import * as links from "../../link.ts"
import { logInput } from "../../log.ts"
import { roster } from "../../roster.ts"
import { sessionStatement } from "../../session.ts"
import { type Json, toJson } from "./json.ts"

/** Bytes that show where they stand: `first`, `first + 1`, … */
const run = (first: number, length: number) =>
  Uint8Array.from({ length }, (_, index) => (first + index) & 255)

const account = run(0x10, 32)
const other = run(0x30, 32)
const device = run(0x70, 16)
const hash = run(0x80, 32)
const position = { generation: 1, seq: 2, hash }
const floor = { incarnation: 3, epoch: 1_099_511_627_776, ctx: run(0xc0, 32) }
const ed25519 = { algorithm: "ed25519", bytes: run(0xa0, 32) } as const
const xwing = { algorithm: "xwing", bytes: run(0, 1216) } as const
const signature = run(0xe0, 64)
const signer = { kind: "device", id: device } as const
const scope = { kind: "from", fromMs: 1_767_225_600_000 } as const
const entry = { kind: "device", dsk: ed25519, seal: undefined, scope } as const
const words = { kind: "words", dsk: ed25519, seal: xwing, scope: { kind: "all", fromMs: 0 } } as const
const recovery = { sign: ed25519, seal: xwing }
const link = { content: run(1, 70), signature, added: [{ id: device, signature }] }
const direct = { kind: "direct", low: account, high: other } as const
const host = toUtf8("localhost:4000")
const groupId = { conversation: run(0x50, 32), incarnation: 3 }
const extension = {
  version: 1,
  seed: { kind: "group", creator: account, nonce: run(0x90, 32) },
  previous: { state: floor, seq: 70_000, log: hash },
  host,
  suiteRank: 1,
  sealRank: 1,
  history: "days",
  historyDays: 30,
  ttlSeconds: 86_400,
  roles: [{ account, role: "owner" }],
  dormant: [{ account: other, position }],
  chains: [{ account, position }],
  links: [{ key: ed25519, flags: 0, expiresMs: 1_767_225_600_000 }],
} as const
const data = {
  version: 1,
  reason: "removeDevice",
  seq: 41,
  log: hash,
  raises: [{ account, to: position, links: [link] }],
  invite: { key: ed25519, signature },
} as const
const content = {
  version: 1,
  account,
  generation: 1,
  seq: 2,
  prev: hash,
  type: links.linkTypes.add,
  critical: 1,
  signer,
  body: encode(links.addBody, { device: entry }),
} as const
const place = {
  previous: hash,
  seq: 42,
  atMs: 1_767_225_600_000,
  type: 1,
  incarnation: 3,
  epoch: 9,
  entry: other,
}
const prefixValue = {
  version: 1,
  kind: 0x41,
  ...groupId,
  epoch: 9,
  sendId: device,
  salt: hash,
} as const

type Vector = readonly [name: string, codec: AnyCodec, value: unknown]

/** One value of every struct, by the file that holds it. */
export const structs: Readonly<Record<string, readonly Vector[]>> = {
  identity: [
    ["PublicKey", ids.publicKey, ed25519],
    ["Position", ids.position, position],
    ["Signer", links.signer, signer],
    ["Scope", links.scope, scope],
    ["DeviceEntry", links.deviceEntry, words],
    ["LinkContent", links.linkContent, content],
    ["Link", links.link, link],
    ["GenesisBody", links.genesisBody, { nonce: run(0, 16), recovery, first: entry }],
    ["AddBody", links.addBody, { device: words }],
    ["RemoveBody", links.removeBody, { device, lostSinceMs: 1_767_225_600_000 }],
    ["ScopeBody", links.scopeBody, { device, scope }],
    ["ResetBody", links.resetBody, { recovery, devices: [entry, words] }],
    ["MoveBody", links.moveBody, { host }],
    ["CloseBody", links.closeBody, {}],
    [
      "HandleTBS",
      links.handleStatement,
      { account, handle: toUtf8("ana"), host, number: 7, position, withdrawn: 0 },
    ],
  ],
  conversations: [
    ["Floor", ids.floor, floor],
    ["ConversationSeed", group.conversationSeed, direct],
    ["GroupId", group.groupId, groupId],
    ["ColombeGroup", group.colombeGroup, extension],
    ["LeafIdentity", group.leafIdentity, { account, device }],
    ["CommitData", group.commitData, data],
    [
      "InviteReading",
      group.inviteReading,
      { host: toUtf8("chat.example.org"), conversation: other, account, device },
    ],
    ["InviteTBS", group.inviteStatement, { group: groupId, epoch: 9, account, dsk: ed25519 }],
    [
      "Roster",
      roster,
      {
        accounts: [
          { account, role: "owner", devices: [{ device, dsk: ed25519 }] },
          { account: other, role: "member", devices: [] },
        ],
      },
    ],
  ],
  log: [
    ["LogInput", logInput, { label: toUtf8("Colombe 1.0 log"), ...place }],
    ["Prefix", prefix, prefixValue],
    ["Header", header, { prefix: prefixValue, commitment: hash }],
  ],
  session: [
    [
      "SessionTBS",
      sessionStatement,
      { wire: 1, host, account, signer, serverNonce: hash, clientNonce: other },
    ],
  ],
}

export function structVectors(file: string): readonly Json[] {
  return (structs[file] ?? []).map(([name, codec, value]) => ({
    name,
    value: toJson(value),
    bytes: toHex(encode(codec, value)),
  }))
}
