/** Without accents, ligatures and capitals: what somebody types to find it. */
export function folded(said: string): string {
  return said.toLowerCase().replace(/œ/g, "oe").normalize("NFD").replace(/\p{M}/gu, "")
}
