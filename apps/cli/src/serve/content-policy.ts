/** No script, font, frame or request from anywhere else, and no string that becomes a script. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types colombe",
].join("; ")

/** On every answer; the policy is harmless where there is no page. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentPolicy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // The camera reads the code of a device that is linked, the microphone records voice notes; no frame exists.
  "permissions-policy": "geolocation=(), microphone=(self), camera=(self)",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
}
