import { type Failure, fail, fromUtf8, type Result, succeed, toUtf8 } from "@colombe/base"

/** What a passkey said: whose it is, and the secret that it gives for Colombe alone (WebAuthn's PRF extension). */
export interface PasskeyAnswer {
  readonly handle: string
  /** 32 bytes, the same at every asking, which the browser gives only after the person was recognised. */
  readonly root: Uint8Array
}

/** Input of the PRF: another one would give another root, so it never changes. */
const prfInput = toUtf8("Colombe 1.0 passkey")
const rootBytes = 32
/** Nobody checks signatures of passkeys here: what counts is the PRF. */
const challengeBytes = 32
/** COSE algorithms that authenticators have: Ed25519, P-256, RSA. */
const algorithms = [-8, -7, -257]

export const canHavePasskeys = "PublicKeyCredential" in globalThis

/** Makes a passkey for this account and asks it for its root. */
export async function makePasskey(handle: string, displayName: string): Promise<Result<PasskeyAnswer>> {
  return asking(async () => {
    const credential = await navigator.credentials.create({
      publicKey: {
        rp: { name: "Colombe" },
        user: { id: new Uint8Array(toUtf8(handle)), name: handle, displayName },
        challenge: challenge(),
        pubKeyCredParams: algorithms.map(alg => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        extensions: { prf: { eval: { first: new Uint8Array(prfInput) } } },
      },
    })
    if (!(credential instanceof PublicKeyCredential)) return fail("passkey-cancelled")
    const { prf } = credential.getClientExtensionResults()
    if (prf?.enabled !== true) return fail("passkey-unsupported")
    const root = rootOf(prf.results?.first)
    // Some say the root only when they are asked a second time.
    return root === undefined ? askPasskey(credential.rawId) : succeed({ handle, root })
  })
}

/** Asks any passkey of this site, or the one named, whose it is and for its root. */
export async function askPasskey(id?: ArrayBuffer): Promise<Result<PasskeyAnswer>> {
  return asking(async () => {
    const credential = await navigator.credentials.get({
      publicKey: {
        challenge: challenge(),
        userVerification: "required",
        allowCredentials: id === undefined ? [] : [{ type: "public-key", id }],
        extensions: { prf: { eval: { first: new Uint8Array(prfInput) } } },
      },
    })
    if (!(credential instanceof PublicKeyCredential)) return fail("passkey-cancelled")
    const root = rootOf(credential.getClientExtensionResults().prf?.results?.first)
    const { response } = credential
    const user = response instanceof AuthenticatorAssertionResponse ? response.userHandle : null
    const handle = user === null ? undefined : fromUtf8(new Uint8Array(user))
    if (root === undefined || handle === undefined) return fail("passkey-unsupported")
    return succeed({ handle, root })
  })
}

function rootOf(output: BufferSource | undefined): Uint8Array | undefined {
  if (output === undefined) return undefined
  const bytes = ArrayBuffer.isView(output)
    ? new Uint8Array(output.buffer, output.byteOffset, output.byteLength).slice()
    : new Uint8Array(output)
  return bytes.length === rootBytes ? bytes : undefined
}

const challenge = () => crypto.getRandomValues(new Uint8Array(challengeBytes))

/** A person who closes the prompt, or has no passkey for this site, is told the same by every browser. */
async function asking<Value>(ask: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await ask()
  } catch (error) {
    return failureOf(error)
  }
}

function failureOf(error: unknown): Failure {
  const name = error instanceof DOMException ? error.name : ""
  if (name === "NotAllowedError" || name === "AbortError" || name === "InvalidStateError")
    return fail("passkey-cancelled")
  if (name === "NotSupportedError" || name === "SecurityError") return fail("passkey-unsupported")
  throw error
}
