/** Longer names first: every browser also calls itself by the names of those before it. */
const browsers = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const
const systems = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"] as const

/** What this device calls itself in the list of devices, so that a person tells it from the others. */
export function deviceName(userAgent: string): string {
  const [, browser = "Colombe"] = browsers.find(([mark]) => userAgent.includes(mark)) ?? []
  const system = systems.find(name => userAgent.includes(name))
  return system === undefined ? browser : `${browser}, ${system}`
}
