import type { Bytes } from "@colombe/base"
import {
  ClientId,
  type CommitBundle,
  ConversationId,
  CoreCrypto,
  type CoreCryptoContext,
  Credential,
  type CredentialRef,
  cipherSuiteFromU16,
  Database,
  DecryptedMessage,
  DeviceId,
  GroupInfo,
  KeyPackage,
  Uuid,
  Welcome,
} from "@wireapp/core-crypto/browser"

const user = "4b1f7e0c-5d54-4c5a-8f4e-0a7d5c3b2a19"

/** Wire's name of a device, which its engine asks of every basic credential in a group. */
export const clientId = (device: number): ClientId =>
  new ClientId(new Uuid(user), new DeviceId(BigInt(device)), "colombe.example")

/** A device of Wire's engine, with what it has handed to its server. */
export interface TheirDevice {
  readonly core: CoreCrypto
  readonly id: ClientId
  readonly credential: CredentialRef
  readonly sent: CommitBundle[]
}

export async function openDevice(device: number, suite: number): Promise<TheirDevice> {
  const core = CoreCrypto.new(await Database.inMemory())
  const id = clientId(device)
  const sent: CommitBundle[] = []
  const transport = {
    sendCommitBundle: async (bundle: CommitBundle) => void sent.push(bundle),
    prepareForTransport: async () => new Uint8Array(),
  }
  const credential = await transact({ core }, async context => {
    await context.mlsInit(id, transport)
    return (await context.addCredential(Credential.basic(cipherSuiteFromU16(suite), id))) as CredentialRef
  })
  return { core, id, credential, sent }
}

/** One transaction; its errors say why only inside. */
async function transact<Value>(
  { core }: Pick<TheirDevice, "core">,
  step: (context: CoreCryptoContext) => Promise<Value>,
): Promise<Value> {
  try {
    return await core.transaction(step)
  } catch (error) {
    throw new Error(`core-crypto refuses: ${JSON.stringify(error)}`, { cause: error })
  }
}

/** What a device hands to its server with a commit. */
export interface TheirCommit {
  readonly commit: Bytes
  /** MLSMessage(Welcome). */
  readonly welcome: Bytes | undefined
  /** MLSMessage(GroupInfo) with its tree. */
  readonly groupInfo: Bytes
}

async function committed(
  { core, sent }: TheirDevice,
  step: (context: CoreCryptoContext) => Promise<unknown>,
): Promise<TheirCommit> {
  await transact({ core }, step)
  const bundle = sent.pop()
  if (bundle === undefined) throw new Error("the step commits")
  return {
    commit: new Uint8Array(bundle.commit),
    welcome: bundle.welcome && new Uint8Array(bundle.welcome.serialize()),
    groupInfo: new Uint8Array(bundle.groupInfo.payload),
  }
}

/** KeyPackage, without the head of an MLSMessage. */
export const keyPackageOf = ({ core, credential }: TheirDevice): Promise<Bytes> =>
  transact(
    { core },
    async context => new Uint8Array((await context.generateKeyPackage(credential)).serialize()),
  )

export const createConversation = ({ core, credential }: TheirDevice, group: Bytes): Promise<void> =>
  transact({ core }, context => context.createConversation(new ConversationId(group), credential))

/** `keyPackage` without the head of an MLSMessage. */
export const add = (device: TheirDevice, group: Bytes, keyPackage: Bytes): Promise<TheirCommit> =>
  committed(device, context =>
    context.addClientsToConversation(new ConversationId(group), [new KeyPackage(keyPackage)]),
  )

export const remove = (device: TheirDevice, group: Bytes, id: ClientId): Promise<TheirCommit> =>
  committed(device, context => context.removeClientsFromConversation(new ConversationId(group), [id]))

export const refresh = (device: TheirDevice, group: Bytes): Promise<TheirCommit> =>
  committed(device, context => context.updateKeyingMaterial(new ConversationId(group)))

export const commitPending = (device: TheirDevice, group: Bytes): Promise<TheirCommit> =>
  committed(device, context => context.commitPendingProposals(new ConversationId(group)))

export const joinFromOutside = (device: TheirDevice, groupInfo: Bytes): Promise<TheirCommit> =>
  committed(device, context => context.joinByExternalCommit(new GroupInfo(groupInfo), device.credential))

export const acceptWelcome = ({ core }: TheirDevice, welcome: Bytes): Promise<unknown> =>
  transact({ core }, context => context.processWelcomeMessage(new Welcome(welcome)))

/** Takes a message in: what an application message says, else undefined. */
export async function take({ core }: TheirDevice, group: Bytes, message: Bytes): Promise<Bytes | undefined> {
  const read = await transact({ core }, context => context.decryptMessage(new ConversationId(group), message))
  return DecryptedMessage.Text.instanceOf(read) ? new Uint8Array(read.inner.plaintext) : undefined
}

export const write = ({ core }: TheirDevice, group: Bytes, text: Bytes): Promise<Bytes> =>
  transact(
    { core },
    async context => new Uint8Array(await context.encryptMessage(new ConversationId(group), text)),
  )

/** 32 bytes of the exporter, with the label and the context that Wire's engine has for it. */
export const exported = async ({ core }: TheirDevice, group: Bytes): Promise<Bytes> =>
  new Uint8Array((await core.exportSecretKey(new ConversationId(group), 32)).copyBytes())

export const memberCount = async ({ core }: TheirDevice, group: Bytes): Promise<number> =>
  (await core.getClientIds(new ConversationId(group))).length
