export type { ProtectInput } from "./application.ts"
export { protectApplication } from "./application.ts"
export type {
  ContinueCode,
  ContinueInput,
  JoinContinuationCode,
  JoinContinuationInput,
  MemberName,
} from "./continue-group.ts"
export { branch, joinContinuation, reinitialise } from "./continue-group.ts"
export type { CreateCommitCode, CreateCommitInput, CreatedCommit } from "./create-commit.ts"
export { createCommit } from "./create-commit.ts"
export type { CreateGroupInput } from "./create-group.ts"
export { createGroup } from "./create-group.ts"
export { dropExporter, epochAuthenticator, exportSecret, resumptionKey } from "./exporter.ts"
export type { ExternalCommitInput, ExternalCommitted } from "./external-commit.ts"
export { externalCommit } from "./external-commit.ts"
export type { Group, GroupSecrets } from "./group.ts"
export type { EncodedGroup } from "./group-codec.ts"
export { decodeGroup, encodeGroup, encodeGroupSecrets, joinGroupSecrets } from "./group-codec.ts"
export type { GroupInfoInput } from "./group-info.ts"
export { createGroupInfo, externalPublicKey } from "./group-info.ts"
export type { GeneratedKeyPackage, KeyPackageInput, KeyPackageSecrets, LeafInput } from "./key-package.ts"
export { decodeKeyPackageSecrets, encodeKeyPackageSecrets, generateKeyPackage } from "./key-package.ts"
export type { MakeCommitCode } from "./make-commit.ts"
export type { ProcessCode, Processed } from "./process.ts"
export { processMessage } from "./process.ts"
export type { ProposeCode, Proposed, ProposeInput, ProposeUpdateInput } from "./propose.ts"
export { propose, proposeSelfRemove, proposeUpdate } from "./propose.ts"
export type { MlsContext } from "./public/context.ts"
export * from "./public/index.ts"
export type { JoinCode, Joined, JoinInput } from "./welcome.ts"
export { joinFromWelcome } from "./welcome.ts"
