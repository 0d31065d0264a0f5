/**
 * First letters of the first two words; one grapheme each, so that combining marks stay whole. A name that begins with
 * an emoji is known by it alone, and letters that join, as the Arabic ones do, would change their shape beside another.
 */
export function initials(name: string): string {
  const [first = "", second = ""] = name
    .trim()
    .split(/\s+/)
    .map(word => [...new Intl.Segmenter().segment(word)][0]?.segment.toUpperCase() ?? "")
  return /^\p{RGI_Emoji}$/v.test(first) || /\p{Script=Arabic}/u.test(first) ? first : first + second
}
