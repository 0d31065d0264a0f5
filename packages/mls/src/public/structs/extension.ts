import {
  type Bytes,
  type Decoded,
  decode,
  encode,
  opaque,
  type Result,
  refine,
  struct,
  succeed,
  uint16,
} from "@colombe/base"
import { type ExtensionPlace, extensionTypes, isMisplaced } from "../registry.ts"
import { credential } from "./credential.ts"
import { list } from "./vectors.ts"

/** RFC 9420 §7.2. Data of a type that the engine does not know passes through as it is. */
export const extension = struct({ type: uint16, data: opaque })
export type Extension = Decoded<typeof extension>

/** RFC 9420 §13.4: no list holds two extensions of one type. */
export const extensions = refine(list(extension), items => (repeatsType(items) ? undefined : items))

export function repeatsType(items: readonly Extension[]): boolean {
  return new Set(items.map(item => item.type)).size !== items.length
}

export function hasMisplaced(items: readonly Extension[], place: ExtensionPlace): boolean {
  return items.some(({ type }) => isMisplaced(type, place))
}

export function findExtension(items: readonly Extension[], type: number): Bytes | undefined {
  return items.find(item => item.type === type)?.data
}

/** RFC 9420 §11.1. */
export const requiredCapabilities = struct({
  extensions: list(uint16),
  proposals: list(uint16),
  credentials: list(uint16),
})
export type RequiredCapabilities = Decoded<typeof requiredCapabilities>

const nothingRequired: RequiredCapabilities = { extensions: [], proposals: [], credentials: [] }

/** What the GroupContext asks of every member; nothing where the extension is absent. */
export function readRequiredCapabilities(
  items: readonly Extension[],
): Result<RequiredCapabilities, "malformed"> {
  const data = findExtension(items, extensionTypes.requiredCapabilities)
  return data === undefined ? succeed(nothingRequired) : decode(requiredCapabilities, data)
}

export function requiredCapabilitiesExtension(required: RequiredCapabilities): Extension {
  return { type: extensionTypes.requiredCapabilities, data: encode(requiredCapabilities, required) }
}

/** RFC 9420 §12.1.8.1. */
export const externalSender = struct({ signatureKey: opaque, credential })
export type ExternalSender = Decoded<typeof externalSender>
const externalSenders = list(externalSender)

export function readExternalSenders(
  items: readonly Extension[],
): Result<readonly ExternalSender[], "malformed"> {
  const data = findExtension(items, extensionTypes.externalSenders)
  return data === undefined ? succeed([]) : decode(externalSenders, data)
}

/** Lists those from outside who may propose to the group, in the order by which their messages name them. */
export function externalSendersExtension(senders: readonly ExternalSender[]): Extension {
  return { type: extensionTypes.externalSenders, data: encode(externalSenders, senders) }
}

/** RFC 9420 §12.4.3.2. */
export const externalPub = struct({ key: opaque })
