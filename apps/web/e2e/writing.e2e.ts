import { expect, type Page, test } from "@playwright/test"
import { isAccessible, openFirst, say, sees, seesSent, twoPeople, untilReady, writeTo } from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { type Server, startServer } from "./server.ts"

/** One world for all: Ana at a desk in English, Bob on a phone in French, who have talked. */
let server: Server
let ana: Page
let bob: Page
let conversation: string
let end: () => Promise<void>

test.describe.configure({ mode: "serial" })
test.beforeAll(async () => {
  server = await startServer()
  ;({ ana, bob, end } = await twoPeople(server.origin))
  await writeTo(ana, "bob")
  conversation = ana.url()
  await say(ana, "Shall we meet on Thursday at the usual place?")
  await openFirst(bob)
  await sees(bob, "Shall we meet")
  await say(bob, "Volontiers. À 18 h, devant la grande porte ?")
  await sees(ana, "Volontiers")
})
test.afterAll(async () => {
  await end()
  await server.end()
})

const field = (page: Page) => page.locator(".composer textarea")
const message = (page: Page, text: string) =>
  page.locator("article.message", { has: page.locator(".body", { hasText: text }) })
const draftInList = (page: Page) => page.locator(".rows .row-link", { hasText: "Draft:" })

async function choose(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).locator(".bubble").click({ button: "right" })
  await page.locator(".menu:popover-open").getByRole("menuitem", { name: action }).click()
}

test("Y120 Y121 a draft and what it answers outlive a look elsewhere, a reload and a killed tab, and not the send (complaint: drafts resurrect)", async () => {
  await choose(ana, "Volontiers", "Reply")
  await field(ana).fill("Half past, the tr")
  await ana.goto(`${server.origin}/#/`)
  await expect(draftInList(ana)).toContainText("Half past, the tr")
  await openFirst(ana)
  await expect(field(ana)).toHaveValue("Half past, the tr")
  await ana.reload()
  await untilReady(ana)
  await expect(field(ana)).toHaveValue("Half past, the tr")
  await expect(ana.locator(".purpose")).toContainText("Bob Martin")
  await field(ana).fill("Half past, the train is late.")
  await expect(draftInList(ana)).toContainText("the train is late.")
  // The tab is killed: nothing in it is told of its end.
  const session = await ana.context().newCDPSession(ana)
  session.send("Page.crash").catch(() => {})
  await new Promise(done => ana.once("crash", done))
  await ana.close()
  ana = await ana.context().newPage()
  await ana.goto(conversation)
  await untilReady(ana)
  await expect(field(ana)).toHaveValue("Half past, the train is late.")
  await expect(ana.locator(".purpose")).toContainText("Volontiers")
  await isAccessible(ana)
  // Another tab has it too, and it is gone there with the send.
  const second = await ana.context().newPage()
  await second.goto(conversation)
  await expect(field(second)).toHaveValue("Half past, the train is late.")
  await ana.locator(".composer .send").click()
  await seesSent(ana, "the train is late.")
  await expect(message(bob, "the train is late.").locator(".reply")).toContainText("Volontiers")
  for (const page of [ana, second]) {
    await expect(field(page)).toHaveValue("")
    await expect(page.locator(".purpose")).toHaveCount(0)
    await expect(draftInList(page)).toHaveCount(0)
  }
  await second.close()
  await ana.reload()
  await untilReady(ana)
  await expect(message(ana, "the train is late.")).toHaveCount(1)
  await expect(field(ana)).toHaveValue("")
})

test("Y121 what is typed in a tab stays there while another view keeps a draft, and is kept again once that one is over", async () => {
  await field(ana).fill("Typed in this tab")
  await expect(draftInList(ana)).toContainText("Typed in this tab")
  const beside = { id: "A".repeat(22), text: "Typed in another view" }
  const keep = (text: string) => callClient(ana, "setDraft", openedIn(ana), { ...beside, text })
  await keep(beside.text)
  await expect(draftInList(ana)).toContainText(beside.text)
  await expect(field(ana)).toHaveValue("Typed in this tab")
  await keep("")
  await expect(draftInList(ana)).toContainText("Typed in this tab")
  await ana.locator(".composer .send").click()
  await seesSent(ana, "Typed in this tab")
  await expect(field(ana)).toHaveValue("")
})

test("N12 an edit under way, and the draft that waits behind it, outlive a look elsewhere", async () => {
  await field(bob).fill("Ou plus ta")
  await choose(bob, "Volontiers", "Modifier")
  await field(bob).fill("Volontiers. À 19 h")
  await bob.goto(`${server.origin}/#/`)
  await openFirst(bob)
  await expect(field(bob)).toHaveValue("Volontiers. À 19 h")
  await expect(bob.locator(".purpose")).toContainText("Modification")
  await bob.keyboard.press("Escape")
  await expect(field(bob)).toHaveValue("Ou plus ta")
  await field(bob).fill("")
  // Up edits the last own message, Escape leaves it as it was.
  await field(bob).press("ArrowUp")
  await expect(field(bob)).toHaveValue(/grande porte/)
  await field(bob).press("Escape")
  await expect(field(bob)).toHaveValue("")
})

test("N16 what is typed shows its format, as shortcuts, toolbar and undo leave it", async () => {
  await openFirst(ana)
  await field(ana).fill("A bold word, and one more")
  await field(ana).evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(2, 6))
  await field(ana).press("Control+b")
  await expect(field(ana)).toHaveValue("A **bold** word, and one more")
  await expect(ana.locator(".painted .as-bold:not(.as-mark)")).toHaveText("bold")
  const bar = ana.getByRole("toolbar", { name: "Format" })
  await bar.getByRole("button", { name: "Spoiler" }).click()
  await expect(field(ana)).toHaveValue("A **||bold||** word, and one more")
  await isAccessible(ana)
  await field(ana).press("Control+z")
  await expect(field(ana)).toHaveValue("A **bold** word, and one more")
  await field(ana).press("Control+z")
  await expect(field(ana)).toHaveValue("A bold word, and one more")
  // What is painted stands where the letters are, line for line.
  await field(ana).fill(
    "**Une ligne** assez longue pour tenir sur plusieurs, `du code` et ~~autre chose~~\n> une citation\n\nfin",
  )
  const heights = await ana.evaluate(() => {
    const [typed, painted] = [document.querySelector("textarea"), document.querySelector(".painted")]
    return [typed?.scrollHeight, painted?.scrollHeight, typed?.clientWidth, painted?.clientWidth]
  })
  expect(heights[0]).toBe(heights[1])
  expect(heights[2]).toBe(heights[3])
  await field(ana).fill("")
})

test("N17 a name after @ and an emoji after : are completed by keyboard, and said by a screen reader", async () => {
  await field(ana).pressSequentially("Ask @bo")
  const list = ana.getByRole("listbox", { name: "Suggestions" })
  await expect(list.getByRole("option", { name: /Bob Martin/ })).toHaveAttribute("aria-selected", "true")
  await expect(field(ana)).toHaveAttribute("aria-activedescendant", /-0$/)
  await isAccessible(ana)
  await field(ana).press("Enter")
  await expect(field(ana)).toHaveValue("Ask @Bob Martin ")
  await expect(ana.locator(".painted .as-mention")).toHaveText("@Bob Martin")
  await field(ana).pressSequentially(":red_he")
  await expect(list.getByRole("option").first()).toContainText("red heart")
  await field(ana).press("Tab")
  await expect(field(ana)).toHaveValue("Ask @Bob Martin ❤️")
  await expect(field(ana)).toBeFocused()
  await ana.getByRole("button", { name: "Add an emoji" }).click()
  const picker = ana.getByRole("dialog", { name: "Add an emoji" })
  await picker.getByRole("button", { name: "Dark skin", exact: true }).click()
  await picker.getByRole("searchbox").fill("waving hand")
  await expect(picker.getByRole("button", { name: "waving hand" })).toHaveText("👋🏿")
  await isAccessible(ana)
  await ana.keyboard.press("ArrowDown")
  await expect(picker.getByRole("button", { name: "waving hand" })).toBeFocused()
  await ana.keyboard.press("Enter")
  await expect(field(ana)).toHaveValue("Ask @Bob Martin ❤️👋🏿")
  await expect(field(ana)).toBeFocused()
  await ana.keyboard.press("Enter")
  await sees(bob, "Ask @Bob Martin")
  await expect(message(bob, "Ask @Bob Martin").locator(".mention")).toHaveText("@Bob Martin")
})

test("N30 N32 a selected part is answered, and a message goes out silently from the send button's menu", async () => {
  await message(ana, "devant la grande porte")
    .locator(".body p")
    .evaluate(element => {
      const words = element.firstChild as Text
      const from = words.data.indexOf("devant")
      getSelection()?.setBaseAndExtent(words, from, words, from + "devant la grande porte".length)
    })
  await ana.getByRole("button", { name: "Answer this part" }).click()
  await expect(ana.locator(".purpose-text")).toHaveText("devant la grande porte")
  await expect(field(ana)).toBeFocused()
  await field(ana).fill("Or inside, if it rains.")
  await ana.locator(".composer .send").click({ button: "right" })
  await isAccessible(ana)
  await ana.locator(".menu:popover-open").getByRole("menuitem", { name: "Send silently" }).click()
  await expect(message(bob, "Or inside").locator(".reply-part")).toHaveText("devant la grande porte")
  await expect(message(bob, "Or inside").locator(".meta")).toContainText("Envoyé sans notifier")
  // The edit takes the words out: nobody keeps them alive.
  await field(bob).fill("")
  await choose(bob, "devant la grande porte", "Modifier")
  await field(bob).fill("Volontiers. À 19 h ?")
  await bob.locator(".composer .send").click()
  await expect(message(ana, "Or inside").locator(".reply-text")).toHaveText("Volontiers. À 19 h ?")
})
