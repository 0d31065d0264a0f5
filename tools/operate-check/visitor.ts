import { randomBytes } from "node:crypto"
import { wireVersion } from "@colombe/wire"
import { connectWire } from "../bench/wire-client.ts"

/**
 * Somebody on another machine, as one command: `page ADDRESS` resolves once the server answers there, and says with what;
 * `boxes ADDRESS COUNT forge|plain` opens so many link boxes, each on a connection of its own, and says how many were
 * allowed. Whoever forges names another client before each.
 */
const [task = "", address = "", count = "0", how = "plain"] = process.argv.slice(2)

async function page(): Promise<string> {
  for (;;) {
    const answer = await fetch(address).catch(() => undefined)
    // What a proxy says while nobody is behind it.
    if (answer !== undefined && answer.status !== 502) return `${answer.status} ${await answer.text()}`
    await Bun.sleep(50)
  }
}

async function boxes(): Promise<number> {
  for (let opened = 0; opened < Number(count); opened++) {
    const forged = {
      "X-Forwarded-For": `198.51.100.${opened}, 192.0.2.${opened}`,
      Forwarded: "for=192.0.2.1",
    }
    const client = await connectWire(address, how === "forge" ? forged : {})
    await client.call("greet", { wireVersion })
    const answer = await client.call("openLinkBox", { name: randomBytes(16), key: randomBytes(16) })
    client.close()
    if (!answer.ok) return opened
  }
  return Number(count)
}

console.log(task === "page" ? await page() : await boxes())
process.exit(0)
