export * from "./codes.ts"
export * from "./gen/colombe/v1/delivery_pb.ts"
export * from "./version.ts"
