import { expect, type Page, test } from "@playwright/test"
import { isAccessible, openFirst, say, sees, seesSent, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** A picture as a camera makes them, wider than high: red to the left, green in the middle, blue to the right. */
function flag(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1200, 400)
    const pen = canvas.getContext("2d")
    for (const [place, colour] of ["#c00000", "#00a000", "#0000c0"].entries()) {
      if (pen === null) break
      pen.fillStyle = colour
      pen.fillRect(place * 400, 0, 400, 400)
    }
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
}

const png = (bytes: readonly number[]) => ({
  ...{ name: "flag.png", mimeType: "image/png" },
  buffer: Buffer.from(bytes),
})

/** Which colour a picture has in its middle, and how large it is. */
function middleOf(page: Page, place: string): Promise<readonly number[]> {
  return page.locator(place).evaluate(async node => {
    const image = node as HTMLImageElement
    await image.decode()
    const pen = new OffscreenCanvas(1, 1).getContext("2d")
    const { naturalWidth: width, naturalHeight: height } = image
    pen?.drawImage(image, width / 2, height / 2, 1, 1, 0, 0, 1, 1)
    return [width, height, ...(pen?.getImageData(0, 0, 1, 1).data ?? [])].map(value => Math.round(value / 64))
  })
}

const green = [4, 4, 0, 3, 0, 4]

test("N80 N81 one chooses a picture, which those see whom one talks with, and takes it away again", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  await ana.goto(`${server.origin}/#/settings/profile`)
  const choice = ana.locator(".picture-choice")
  await expect(choice.locator("button", { hasText: "Choose a picture" })).toBeVisible()
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  await ana.locator("input[name=picture]").setInputFiles({
    ...{ name: "flag.png", mimeType: "image/png" },
    buffer: Buffer.from(drawing),
  })
  await expect(choice.locator(".problem")).toContainText("no picture that can be shown here")
  await expect(ana.locator(".profile .avatar img")).toHaveCount(0)
  await ana.locator("input[name=picture]").setInputFiles(png(await flag(ana)))
  await expect(choice.locator(".problem")).toHaveText("")
  // Cut to the square in its middle.
  expect(await middleOf(ana, ".profile .avatar img")).toEqual(green)
  await isAccessible(ana)

  await writeTo(ana, "bob")
  await say(ana, "Hello Bob")
  await openFirst(bob)
  await sees(bob, "Hello Bob")
  // Who has not answered sees no picture of somebody who may be a stranger.
  await expect(bob.locator(".conversation-head .avatar img")).toHaveCount(0)
  await say(bob, "Bonjour Ana")
  await sees(ana, "Bonjour Ana")
  await say(ana, "How are you?")
  await sees(bob, "How are you?")
  expect(await middleOf(bob, ".conversation-head .avatar img")).toEqual(green)
  await bob.locator("a.back").click()
  expect(await middleOf(bob, ".rows .avatar img")).toEqual(green)
  await isAccessible(bob)
  await bob.reload()
  expect(await middleOf(bob, ".rows .avatar img")).toEqual(green)

  await ana.goto(`${server.origin}/#/settings/profile`)
  await choice.locator("button", { hasText: "Remove the picture" }).click()
  await expect(ana.locator(".profile .avatar img")).toHaveCount(0)
  await expect(bob.locator(".rows .avatar img")).toHaveCount(0)
  await expect(bob.locator(".rows .avatar")).toHaveText("AS")
  await ana.locator("input[name=picture]").setInputFiles(png(await flag(ana)))
  expect(await middleOf(bob, ".rows .avatar img")).toEqual(green)
  await end()
})

test("N80 a group has a picture that an admin chooses, and whoever is told so reads it in a line", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  await writeTo(ana, "bob")
  await say(ana, "Hello Bob")
  await openFirst(bob)
  await say(bob, "Bonjour Ana")
  await sees(ana, "Bonjour Ana")
  const { account } = await callClient<{ value: { account: string } }>(ana, "findPerson", "bob").then(
    ({ value }) => value,
  )
  const made = await callClient<{ value: { conversation: string } }>(ana, "createGroup", "Jardin", [account])
  await ana.goto(`${server.origin}/#/c/${made.value.conversation}`)
  await say(ana, "Welcome")
  await seesSent(ana, "Welcome")
  await ana.locator(".conversation-head .who").click()
  await ana.locator("input[name=picture]").setInputFiles(png(await flag(ana)))
  expect(await middleOf(ana, ".group-head .avatar img")).toEqual(green)
  await isAccessible(ana)
  await bob.goto(`${server.origin}/#/c/${made.value.conversation}`)
  await expect(bob.locator(".line", { hasText: "a changé l’image du groupe" })).toBeVisible()
  expect(await middleOf(bob, ".conversation-head .avatar img")).toEqual(green)
  expect(openedIn(bob)).toBe(made.value.conversation)
  await bob.locator(".conversation-head .who").click()
  await expect(bob.locator(".group-head input[name=picture]")).toHaveCount(0)
  await end()
})
