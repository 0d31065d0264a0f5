export * from "./account.ts"
export {
  type ActiveDevice,
  type ChainState,
  type ChainStatus,
  type ChainStep,
  chainAt,
  deviceAt,
  headOf,
  isActive,
  onPath,
  type RemovedDevice,
  samePosition,
  stateOf,
  stepAt,
  type VerifiedChain,
} from "./chain.ts"
export type { ChainCode } from "./chain-codes.ts"
export * from "./chain-follow.ts"
export * from "./chain-order.ts"
export { signerKey } from "./chain-signer.ts"
export { beginChain, extendChain, growChain, verifyChain } from "./chain-verify.ts"
export * from "./conversation-id.ts"
export { sealRankMax, suiteRankMax, suiteRanks, ttlFits } from "./extension-form.ts"
export * from "./group.ts"
export * from "./handle.ts"
export * from "./handle-statement.ts"
export * from "./header.ts"
export * from "./host.ts"
export * from "./ids.ts"
export * from "./key-rules.ts"
export * from "./labels.ts"
export * from "./limits.ts"
export * from "./link.ts"
export * from "./link-build.ts"
export * from "./log.ts"
export { type AccountView, isAtLeast, isBelow, leads, membershipOf, roleOf, viewOf } from "./membership.ts"
export * from "./mls-facts.ts"
export { judgeCommit } from "./policy.ts"
export type { PolicyCode, Verdict } from "./policy-codes.ts"
export { inviteProofOf } from "./policy-external.ts"
export * from "./policy-facts.ts"
export { judgeOpening, type OpeningFacts } from "./policy-open.ts"
export { carriedOver, judgeReopening } from "./policy-reopen.ts"
export * from "./raise-build.ts"
export { missingPaths, pathsIn } from "./recorded.ts"
export * from "./roster.ts"
export { judgeSelfRemove } from "./self-remove.ts"
export * from "./session.ts"
export * from "./session-statement.ts"
export * from "./vault.ts"
export * from "./work.ts"
