import type { Bytes } from "@colombe/base"
import type { AccountId, SignerId } from "@colombe/rules"

/** What a connection has shown so far. A nonce is used up by the first statement that is tried on it. */
export type Session =
  | { readonly at: "fresh" }
  | { readonly at: "greeted"; readonly nonce: Bytes }
  | { readonly at: "signed-in"; readonly account: AccountId; readonly signer: SignerId }
  | { readonly at: "closed" }
