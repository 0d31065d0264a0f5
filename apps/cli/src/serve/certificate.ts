import { createPrivateKey, X509Certificate } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { fail, type Milliseconds, type Result, succeed } from "@colombe/base"

export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/** What a TLS socket is opened with, read and checked. */
export interface TlsMaterial {
  readonly cert: string
  readonly key: string
  readonly expires: Milliseconds
}

export type CertificateCode = "certificate-missing" | "certificate-unusable" | "certificate-expired"

/** Reads both files: a certificate that no client would accept is refused before anybody connects. */
export function readCertificate(
  { certificate, key }: CertificateFiles,
  now: Milliseconds,
): Result<TlsMaterial, CertificateCode> {
  if (!existsSync(certificate) || !existsSync(key)) return fail("certificate-missing")
  try {
    const material = { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") }
    const parsed = new X509Certificate(material.cert)
    if (!parsed.checkPrivateKey(createPrivateKey(material.key))) return fail("certificate-unusable")
    const expires = Date.parse(parsed.validTo)
    return expires <= now ? fail("certificate-expired") : succeed({ ...material, expires })
  } catch (error) {
    return fail("certificate-unusable", "never", error)
  }
}
