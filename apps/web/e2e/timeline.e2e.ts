import { expect, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn, sayMany, unreadOf } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
let endPeople = async (): Promise<void> => {}
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  await endPeople()
  await server.end()
})

const list = (page: Page) => page.locator(".timeline")

/** Of heights that differ, as people write. */
const texts = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index
    return `No. ${number}. ${"Some more words to fill another line. ".repeat(number % 4)}`
  })

async function talking(): Promise<{ ana: Page; bob: Page; conversation: string }> {
  const { ana, bob, end } = await twoPeople(server.origin)
  endPeople = end
  await writeTo(ana, "bob")
  await say(ana, "Hello Bob")
  await openFirst(bob)
  await sees(bob, "Hello Bob")
  await say(bob, "Bonjour Ana")
  await sees(ana, "Bonjour Ana")
  return { ana, bob, conversation: openedIn(ana) }
}

/** Where a message stands in the window, in whole pixels. */
const topOf = (page: Page, text: string) =>
  message(page, text).evaluate(element => Math.round(element.getBoundingClientRect().top))

const rowCount = (page: Page) => page.locator("[data-row]").count()

/** A text of a message that is in the middle of what is seen. */
const inMiddle = (page: Page) =>
  list(page).evaluate(element => {
    const { top, height } = element.getBoundingClientRect()
    const row = [...element.querySelectorAll("article.message")].find(
      one => one.getBoundingClientRect().top > top + height / 3,
    )
    return /No\. \d+\./.exec(row?.textContent ?? "")?.[0] ?? ""
  })

test("a conversation opens at the first unread message, and what was seen counts as read (complaints: contradictory unread counts, badge stays after reading)", async () => {
  const { ana, bob, conversation } = await talking()
  await bob.goto(`${server.origin}/#/`)
  await sayMany(ana, conversation, texts(1, 90))
  await expect(bob.locator(".row-link .badge")).toHaveText("90")
  await openFirst(bob)
  await expect(bob.locator(".divider")).toBeInViewport()
  await expect(message(bob, "No. 1.")).toBeInViewport()
  await expect(message(bob, "No. 90.")).not.toBeInViewport()
  await isAccessible(bob)
  const button = bob.locator(".to-end")
  await expect.poll(() => unreadOf(bob, conversation)).toBeLessThan(90)
  await expect
    .poll(
      async () =>
        (await button.locator(".badge").textContent()) === String(await unreadOf(bob, conversation)),
    )
    .toBe(true)
  await button.click()
  await expect(message(bob, "No. 90.")).toBeInViewport()
  await expect(button).toBeHidden()
  await expect.poll(() => unreadOf(bob, conversation)).toBe(0)
  await expect(bob).toHaveTitle("Colombe")
  await bob.goto(`${server.origin}/#/`)
  await expect(bob.locator(".row-link .badge")).toHaveCount(0)
})

test("what is in view stays to the pixel while rows come, go and change above and below (complaints: jump when something above changes, forced scroll on send)", async () => {
  const { ana, bob, conversation } = await talking()
  await sayMany(ana, conversation, texts(1, 240))
  await expect(message(bob, "No. 240.")).toBeInViewport()
  for (let step = 0; step < 12; step++) {
    const middle = await inMiddle(bob)
    const before = await topOf(bob, middle)
    await list(bob).evaluate(element => element.scrollBy({ top: -1200, behavior: "instant" }))
    // However many rows came in above: it moved by what was scrolled, or to the very top, and by nothing else.
    const moved = await list(bob).evaluate(
      (element, text) =>
        new Promise<number | undefined>(done => {
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const row = [...element.querySelectorAll("article.message")].find(one =>
                one.textContent?.includes(text),
              )
              done(row && Math.round(row.getBoundingClientRect().top))
            }),
          )
        }),
      middle,
    )
    if (moved !== undefined && moved - before !== 1200) expect(moved - before).toBeLessThan(1200)
    expect(await rowCount(bob)).toBeLessThanOrEqual(160)
  }

  const middle = await inMiddle(bob)
  const place = await topOf(bob, middle)
  const above = Number(/\d+/.exec(middle)?.[0]) - 8
  const { items } = await callClient<{ items: { id: string; text: string }[] }>(
    bob,
    "timeline",
    conversation,
    {
      limit: 500,
    },
  )
  const target = items.find(({ text }) => text?.startsWith(`No. ${above}.`))
  await callClient(ana, "react", conversation, target?.id, "🕊️")
  await callClient(ana, "editText", conversation, target?.id, "No longer as long. ".repeat(40))
  await expect(bob.locator(".reactions")).toHaveCount(1)
  await expect(message(bob, "No longer as long.")).toHaveCount(1)
  expect(await topOf(bob, middle)).toBe(place)

  await say(bob, "Écrit sans bouger")
  await expect(bob.locator(".float-note")).toHaveText("Votre message est plus bas")
  expect(await topOf(bob, middle)).toBe(place)
  await sayMany(ana, conversation, ["And one more below"])
  await expect(bob.locator(".to-end .badge")).toHaveText("1")
  expect(await topOf(bob, middle)).toBe(place)
  await bob.locator(".to-end").click()
  await expect(message(bob, "And one more below")).toBeInViewport()
  await sayMany(ana, conversation, ["At the end, the end is followed"])
  await expect(message(bob, "At the end, the end is followed")).toBeInViewport()
})

test("a jump to a date or a reply stays where it led, and there is a way back (complaint: timeline jumps after jump-to-date)", async () => {
  const { ana, bob, conversation } = await talking()
  await sayMany(ana, conversation, texts(1, 130))
  const { items } = await callClient<{ items: { id: string; text: string }[] }>(
    ana,
    "timeline",
    conversation,
    {
      limit: 500,
    },
  )
  const first = items.find(({ text }) => text === "Hello Bob")
  await callClient(ana, "sendText", conversation, "Do you remember?", { replyTo: first?.id })
  const answer = message(bob, "Do you remember?")
  await expect(answer).toBeInViewport()
  const place = await topOf(bob, "Do you remember?")
  await answer.locator(".reply").click()
  await expect(message(bob, "Hello Bob").first()).toBeInViewport()
  await expect(message(bob, "Hello Bob").first()).toBeFocused()
  await isAccessible(bob)
  await bob.getByRole("button", { name: "Revenir où vous lisiez" }).click()
  await expect(answer).toBeInViewport()
  expect(Math.abs((await topOf(bob, "Do you remember?")) - place)).toBeLessThanOrEqual(1)

  await list(ana).evaluate(element => element.scrollBy({ top: -1500, behavior: "instant" }))
  await ana.locator(".day button").first().click()
  await expect(ana.getByRole("dialog", { name: "Jump to a date" })).toBeVisible()
  await isAccessible(ana)
  await ana.getByRole("button", { name: "Go there" }).click()
  const found = message(ana, "Hello Bob")
  await expect(found.first()).toBeInViewport()
  const landed = await topOf(ana, "No. 1.")
  // Rows below and above come in when the page is idle.
  await expect.poll(() => rowCount(ana)).toBeGreaterThan(60)
  expect(await topOf(ana, "No. 1.")).toBe(landed)
})

test("a conversation keeps its place and is never blank when one comes back (complaint: blank view on switch)", async () => {
  const { ana, bob, conversation } = await talking()
  await callClient(ana, "createGroup", "Lisbonne", [])
  await sayMany(bob, conversation, texts(1, 130))
  await expect(message(ana, "No. 130.")).toBeInViewport()
  await list(ana).evaluate(element => element.scrollBy({ top: -2500, behavior: "instant" }))
  const middle = await inMiddle(ana)
  const place = await topOf(ana, middle)
  await ana.locator(".row-link", { hasText: "Lisbonne" }).click()
  await expect(ana.locator(".conversation-title h1")).toHaveText("Lisbonne")
  await ana.evaluate(() => {
    const seen = { frames: 0, blank: 0 }
    Object.assign(globalThis, { seen })
    const look = () => {
      const title = document.querySelector(".conversation-title h1")?.textContent
      if (title === "Bob Martin") {
        seen.frames++
        if (document.querySelectorAll("article.message").length === 0) seen.blank++
      }
      if (seen.frames < 30) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await ana.locator(".row-link", { hasText: "Bob Martin" }).click()
  await expect.poll(() => ana.evaluate(() => Reflect.get(globalThis, "seen").frames)).toBe(30)
  expect(await ana.evaluate(() => Reflect.get(globalThis, "seen").blank)).toBe(0)
  expect(Math.abs((await topOf(ana, middle)) - place)).toBeLessThanOrEqual(1)
})

test("messages are scrolled and read by keyboard, and each says who wrote it (complaints: cannot scroll by keyboard, screen reader: sender not read)", async () => {
  const { ana, conversation } = await talking()
  await sayMany(ana, conversation, texts(1, 130))
  await expect(message(ana, "No. 130.")).toBeInViewport()
  const top = () => list(ana).evaluate(element => element.scrollTop)
  const end = await top()
  await ana.locator(".composer textarea").press("PageUp")
  expect(await top()).toBeLessThan(end - 400)
  await list(ana).focus()
  await ana.keyboard.press("Home")
  await expect(message(ana, "Hello Bob").first()).toBeFocused()
  await expect(ana.locator(".beginning")).toBeInViewport()
  await ana.keyboard.press("ArrowDown")
  await expect(message(ana, "Bonjour Ana")).toBeFocused()
  await ana.keyboard.press("PageDown")
  await expect(message(ana, "Bonjour Ana")).not.toBeInViewport()
  await expect(ana.locator("article.message:focus")).toBeInViewport()
  await ana.keyboard.press("End")
  await expect(message(ana, "No. 130.")).toBeFocused()
  // A second one in a row shows no name: it is spoken all the same.
  await expect(
    ana.getByRole("article", { name: /^You No\. 130\. .*\d\d? ?[AP]M .*Read by everybody here$/ }),
  ).toHaveCount(1)
  await ana.keyboard.press("Escape")
  await expect(list(ana)).toBeFocused()
})
