import {
  type Delivery,
  type Method,
  type MethodKey,
  type RequestOf,
  type ResponseInit,
  refuse,
} from "@colombe/wire"
import type { Connection } from "./connection.ts"
import type { ServerContext } from "./context.ts"
import type { DeviceCaller, Handler, Outcome, SignerCaller } from "./handler.ts"
import { acknowledge } from "./methods/acknowledge.ts"
import { append } from "./methods/append.ts"
import { appendLink } from "./methods/append-link.ts"
import { appendVault } from "./methods/append-vault.ts"
import { askToJoin } from "./methods/ask-to-join.ts"
import { claimKeyPackages } from "./methods/claim-key-packages.ts"
import { commit } from "./methods/commit.ts"
import { erase } from "./methods/erase.ts"
import { fetchBlob } from "./methods/fetch-blob.ts"
import { follow } from "./methods/follow.ts"
import { greet } from "./methods/greet.ts"
import { openBlob } from "./methods/open-blob.ts"
import { openConversation } from "./methods/open-conversation.ts"
import { openInvite } from "./methods/open-invite.ts"
import { openLinkBox } from "./methods/open-link-box.ts"
import { propose } from "./methods/propose.ts"
import { publishKeyPackages } from "./methods/publish-key-packages.ts"
import { declineAsker, pullAskers } from "./methods/pull-askers.ts"
import { pullChain } from "./methods/pull-chain.ts"
import { pullEntries } from "./methods/pull-entries.ts"
import { pullGroup } from "./methods/pull-group.ts"
import { pullInvites } from "./methods/pull-invites.ts"
import { pullLinkFrames } from "./methods/pull-link-frames.ts"
import { pullMail } from "./methods/pull-mail.ts"
import { pullReads } from "./methods/pull-reads.ts"
import { putLinkFrame } from "./methods/put-link-frame.ts"
import { relay } from "./methods/relay.ts"
import { reserveLink } from "./methods/reserve-link.ts"
import { resolveHandle } from "./methods/resolve-handle.ts"
import { sendMail } from "./methods/send-mail.ts"
import { signIn } from "./methods/sign-in.ts"
import { signUp } from "./methods/sign-up.ts"
import { stateHandle } from "./methods/state-handle.ts"
import type { Reader } from "./reader.ts"

export type Route<M extends Method> = (
  server: ServerContext,
  connection: Connection,
  request: RequestOf<M>,
) => Promise<Outcome<ResponseInit<M>>>

type Routes = { readonly [Key in MethodKey]: Route<(typeof Delivery.method)[Key]> }

/** Who may call what. */
export const routes: Routes = {
  greet,
  signUp: fromGreeted(signUp),
  signIn,
  resolveHandle: fromReader(resolveHandle),
  pullChain: fromReader(pullChain),
  reserveLink: fromSigner(reserveLink),
  appendLink: fromSigner(appendLink),
  stateHandle: fromDevice(stateHandle),
  publishKeyPackages: fromDevice(publishKeyPackages),
  claimKeyPackages: fromDevice(claimKeyPackages),
  openLinkBox: fromReader(openLinkBox),
  putLinkFrame: fromReader(putLinkFrame),
  pullLinkFrames: fromReader(pullLinkFrames),
  openConversation: fromDevice(openConversation),
  append: fromDevice(append),
  commit: fromDevice(commit),
  propose: fromDevice(propose),
  pullEntries: fromDevice(pullEntries),
  pullGroup: fromDevice(pullGroup),
  openInvite: fromDevice(openInvite),
  pullInvites: fromDevice(pullInvites),
  askToJoin: fromDevice(askToJoin),
  pullAskers: fromDevice(pullAskers),
  declineAsker: fromDevice(declineAsker),
  appendVault: fromSigner(appendVault),
  openBlob: fromDevice(openBlob),
  fetchBlob: fromDevice(fetchBlob),
  follow: fromDevice(follow),
  pullMail: fromDevice(pullMail),
  sendMail: fromDevice(sendMail),
  acknowledge: fromDevice(acknowledge),
  relay: fromDevice(relay),
  pullReads: fromDevice(pullReads),
  erase: fromDevice(erase),
}

function fromGreeted<M extends Method>(handle: Handler<M, Connection>): Route<M> {
  return async (server, connection, request) =>
    connection.session.at === "greeted" ? handle(server, connection, request) : refuse("request-invalid")
}

function fromReader<M extends Method>(handle: Handler<M, Reader>): Route<M> {
  return async (server, connection, request) => {
    const { at } = connection.session
    const greeted = at === "greeted" || at === "signed-in"
    return greeted ? handle(server, { connection }, request) : refuse("not-signed-in")
  }
}

/** With words or the recovery key one can bring the chain into order, and renew its vault. */
function fromSigner<M extends Method>(handle: Handler<M, SignerCaller>): Route<M> {
  return async (server, connection, request) => {
    const { session } = connection
    if (session.at !== "signed-in") return refuse("not-signed-in")
    const { account, signer } = session
    return handle(server, { connection, account, signer }, request)
  }
}

function fromDevice<M extends Method>(handle: Handler<M, DeviceCaller>): Route<M> {
  return async (server, connection, request) => {
    const { session } = connection
    if (session.at !== "signed-in") return refuse("not-signed-in")
    if (session.signer.kind !== "device") return refuse("device-inactive")
    return handle(server, { connection, account: session.account, device: session.signer.id }, request)
  }
}
