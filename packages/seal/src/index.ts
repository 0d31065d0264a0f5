export * from "./box/labelled-seal.ts"
export * from "./content/compose.ts"
export * from "./content/entries.ts"
export * from "./content/extensions.ts"
export {
  type Box,
  blobIdBytes,
  type FileReference,
  fileName,
  filesMax,
  mediaType,
} from "./content/files.ts"
export * from "./content/interpret.ts"
export * from "./content/message-id.ts"
export * from "./content/mimi.ts"
export * from "./content/mimi-decode.ts"
export * from "./content/mimi-encode.ts"
export * from "./content/picture.ts"
export * from "./content/pins.ts"
export * from "./content/polls.ts"
export * from "./content/text.ts"
export * from "./content/title.ts"
export * from "./content/uri.ts"
export * from "./epoch-key/candidates.ts"
export * from "./epoch-key/exports.ts"
export * from "./epoch-key/key-record.ts"
export { type ChunkKeys, fileHeaderBytes } from "./files/cobblestone.ts"
export * from "./files/file.ts"
export * from "./files/hash.ts"
export {
  fileBytesMax,
  pieceBytes,
  pieceCount,
  placeOfPiece,
  sealedPieceBytes,
  storedFileBytes,
} from "./files/sizes.ts"
export * from "./invite-link/invite-link.ts"
export * from "./linking/code.ts"
export * from "./linking/digits.ts"
export * from "./linking/frame.ts"
export * from "./linking/structs.ts"
export * from "./log/head.ts"
export * from "./mail/invitation.ts"
export * from "./mail/key-mail.ts"
export { type MailAddress, type MailStatement, mailBodyBytesMax, purposes } from "./mail/mail.ts"
export * from "./mail/open-mail.ts"
export * from "./mail/seal-mail.ts"
export type { Body } from "./message/body.ts"
export type { EpochKey } from "./message/message-keys.ts"
export * from "./message/open.ts"
export * from "./message/open-message.ts"
export * from "./message/padding.ts"
export * from "./message/place.ts"
export * from "./message/posting.ts"
export * from "./message/seal.ts"
export * from "./message/verify.ts"
export * from "./recovery/root-keys.ts"
export * from "./recovery/words.ts"
export * from "./release/release.ts"
export * from "./safety/safety-number.ts"
export * from "./vault/build.ts"
export * from "./vault/check.ts"
export * from "./vault/open.ts"
export { compareSigners, sameSigner } from "./vault/recipient-order.ts"
export type { SealTarget } from "./vault/seals.ts"
export { isFull, selfEpochKey, type VaultSecret, vaultSecret } from "./vault/secret.ts"
