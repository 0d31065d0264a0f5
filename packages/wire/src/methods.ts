import type { DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf"
import { Delivery } from "./gen/colombe/v1/delivery_pb.ts"

/** The method table is the schema's service: `Delivery.method.append` has its name and both its message types. */
export type Method = DescMethodUnary
export type MethodKey = keyof typeof Delivery.method

export type RequestOf<M extends Method> = MessageShape<M["input"]>
/** What a handler may answer with: fields that are left out have their default. */
export type ResponseInit<M extends Method> = MessageInitShape<M["output"]>
export type ResponseOf<M extends Method> = MessageShape<M["output"]>
export type RequestInit<M extends Method> = MessageInitShape<M["input"]>

export const methodKeys = Object.keys(Delivery.method) as readonly MethodKey[]

const keyByName = new Map<string, MethodKey>(methodKeys.map(key => [Delivery.method[key].name, key]))

/** By its name on the wire, as written in the schema: `Append`. */
export function methodKeyOf(name: string): MethodKey | undefined {
  return keyByName.get(name)
}
