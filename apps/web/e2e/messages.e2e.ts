import { expect, type Locator, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { hold } from "./fingers.ts"
import { type Server, startServer } from "./server.ts"

// Two people who talk, at a desk in English and on a phone in French: what each journey leaves behind, the next one finds.
let server: Server
let ana: Page
let bob: Page
let end: () => Promise<void>

test.describe.configure({ mode: "serial" })

test.beforeAll(async () => {
  server = await startServer()
  ;({ ana, bob, end } = await twoPeople(server.origin))
  await writeTo(ana, "bob")
  await say(ana, "Shall we meet on Thursday?")
  await openFirst(bob)
  await sees(bob, "Shall we meet")
  await say(bob, "Volontiers. À 18 h ?")
  await sees(ana, "Volontiers")
})
test.afterAll(async () => {
  await end()
  await server.end()
})

/** It is said every few seconds at most: whoever writes on is seen. */
async function seesWriting(page: Page, place: Locator, words: string): Promise<void> {
  await expect(async () => {
    await page.locator(".composer textarea").pressSequentially("a")
    await expect(place).toContainText(words, { timeout: 500 })
  }).toPass()
}

test("Y140 Y66 one sees who writes, and what was read, and nothing of whoever tells nothing", async () => {
  await expect(message(ana, "Shall we meet").locator(".mark-read-by-all")).toBeVisible()
  await bob.locator("a.back").click()
  await say(ana, "Where?")
  await expect(message(ana, "Where?").locator(".mark-stored")).toBeVisible()
  await seesWriting(ana, bob.locator(".row-link .writing"), "est en train d’écrire")
  await openFirst(bob)
  await expect(message(ana, "Where?").locator(".mark-read-by-all")).toBeVisible()
  await seesWriting(bob, ana.locator(".conversation-head .writing"), "is writing")
  await isAccessible(ana)
  await say(bob, "Chez moi")
  await expect(ana.locator(".conversation-head .writing")).toHaveCount(0)
  await expect(ana.locator(".conversation-title")).toContainText("Only the two of you")
})

async function openMenu(page: Page, words: string): Promise<void> {
  await message(page, words).locator(".bubble").click({ button: "right" })
  await expect(page.locator(".menu:popover-open")).toBeVisible()
}

async function choose(page: Page, words: string, name: string): Promise<void> {
  await openMenu(page, words)
  await page.locator(".menu:popover-open").getByRole("menuitem", { name, exact: true }).click()
}

test("N52 N53 what is pinned stands above, leads there, and goes when it is unpinned or deleted", async () => {
  await choose(ana, "Volontiers", "Pin")
  const bar = ana.locator(".pins-bar")
  await expect(bar).toContainText("Volontiers. À 18 h ?")
  await choose(bob, "Shall we meet", "Épingler")
  await expect(bar).toContainText("Pinned message 2 of 2")
  await expect(ana.locator(".line", { hasText: /Bob Martin.* pinned/ })).toContainText(
    "Shall we meet on Thursday?",
  )
  await isAccessible(ana)
  await bar.locator(".pins-go").click()
  await expect(message(ana, "Volontiers")).toBeFocused()
  await expect(bar).toContainText("Pinned message 1 of 2")
  await bob.locator(".pins-bar").getByRole("button", { name: "Détacher ce message" }).click()
  await expect(bar).not.toContainText(" of ")
  await expect(bar).toContainText("Shall we meet")
  await say(bob, "À effacer")
  await choose(bob, "À effacer", "Épingler")
  await expect(bar).toContainText("Pinned message 2 of 2")
  await choose(bob, "À effacer", "Supprimer pour tous")
  await bob.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click()
  await expect(bar).not.toContainText(" of ")
  await bar.getByRole("button", { name: "Unpin this message" }).click()
  await expect(bob.locator(".pins-bar")).toHaveCount(0)
})

test("a menu stays once the button or the finger that asked for it is lifted", async () => {
  await message(ana, "Volontiers").locator(".bubble").hover()
  await ana.mouse.down({ button: "right" })
  await expect(ana.locator(".menu:popover-open")).toBeVisible()
  await ana.mouse.up({ button: "right" })
  await ana.getByRole("menuitem", { name: "Reply" }).click()
  await hold(message(bob, "Shall we meet").locator(".bubble"), bob.locator(".menu:popover-open"))
  await bob.getByRole("menuitem", { name: "Répondre" }).click()
  for (const page of [ana, bob]) {
    await expect(page.locator(".purpose")).toBeVisible()
    await page.locator(".composer textarea").press("Escape")
    await expect(page.locator(".purpose")).toHaveCount(0)
  }
})

test("N13 one reacts by hovering, and a long press says who did", async () => {
  const place = message(ana, "Volontiers")
  await place.hover()
  await place.getByRole("button", { name: "React" }).click()
  await expect(ana.locator(".menu:popover-open").getByRole("menuitem")).toHaveAccessibleName("Another emoji")
  await ana.locator(".menu:popover-open").getByText("🕊️").click()
  await message(bob, "Volontiers").locator(".reactions button").click({ button: "right" })
  await expect(bob.locator(".menu:popover-open")).toContainText("Ana Souza")
  await isAccessible(bob)
  await bob.keyboard.press("Escape")
  await place.locator(".reactions button").click()
  await expect(message(bob, "Volontiers").locator(".reactions")).toHaveCount(0)
})

test("N54 N55 N56 a poll is asked, answered on both sides, and closed", async () => {
  await ana.getByRole("button", { name: "More", exact: true }).click()
  await ana.getByRole("menuitem", { name: "Ask a poll" }).click()
  const sheet = ana.getByRole("dialog")
  await sheet.getByLabel("Question").fill("Where do we meet?")
  await sheet.getByLabel("Option 1").fill("At the café")
  await sheet.getByLabel("Option 2").fill("At the café")
  await sheet.getByRole("button", { name: "Ask" }).click()
  await expect(sheet.getByRole("alert")).toContainText("two to twelve different options")
  await sheet.getByLabel("Option 2").fill("In the park")
  await isAccessible(ana)
  await sheet.getByRole("button", { name: "Ask" }).click()
  const [atAna, atBob] = [message(ana, "Where do we meet?"), message(bob, "Where do we meet?")]
  await atBob.getByRole("button", { name: /In the park/ }).click()
  await expect(atAna.locator(".poll-names")).toHaveText("Bob Martin")
  await atAna.getByRole("button", { name: /At the café/ }).click()
  await expect(atBob.locator(".poll-foot")).toContainText("2 personnes ont voté")
  await atBob.getByRole("button", { name: /In the park/ }).click()
  await expect(atAna.locator(".poll-foot")).toContainText("1 person has voted")
  await isAccessible(bob)
  await atAna.getByRole("button", { name: "Close the poll" }).click()
  await expect(atBob.locator(".poll-kind")).toHaveText("Sondage clos")
  await expect(atBob.getByRole("button", { name: /In the park/ })).toHaveAttribute("aria-disabled", "true")
})

test("N51 several messages are selected by keyboard and pointer, copied, forwarded and deleted", async () => {
  const timeline = ana.locator(".timeline")
  await timeline.focus()
  await message(ana, "Shall we meet").focus()
  await ana.keyboard.press("Space")
  const bar = ana.locator(".selection-bar")
  await expect(bar).toContainText("1 selected")
  await message(ana, "Where?").locator(".bubble").click()
  await expect(bar).toContainText("2 selected")
  await isAccessible(ana)
  await bar.getByRole("button", { name: "Copy text" }).click()
  expect(await ana.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^Ana Souza, .*\nShall we meet on Thursday\?\n\nAna Souza, .*\nWhere\?$/,
  )
  await message(ana, "Shall we meet").focus()
  await ana.keyboard.press("Space")
  await ana.keyboard.press("Escape")
  await expect(bar).toHaveCount(0)
  await expect(message(ana, "Shall we meet")).toBeFocused()

  await message(bob, "Where?")
    .locator(".bubble")
    .click({ modifiers: ["Control"] })
  await message(bob, "Shall we meet").locator(".bubble").click()
  await bob.getByRole("toolbar").getByRole("button", { name: "Transférer" }).click()
  const sheet = bob.getByRole("dialog")
  await sheet.getByRole("searchbox").fill("SOUZA")
  await sheet.getByRole("checkbox", { name: "Ana Souza" }).check()
  await isAccessible(bob)
  await sheet.getByRole("button", { name: "Transférer à une conversation" }).click()
  await expect(ana.locator(".forwarded")).toHaveText([
    /Forwarded. By .*Ana Souza.*, according to .*Bob Martin/,
    /Forwarded. By .*Ana Souza.*, according to .*Bob Martin/,
  ])
  await expect(bob.getByRole("toolbar")).toHaveCount(0)

  const forwarded = bob.locator("article.message:has(.forwarded)")
  await forwarded
    .first()
    .locator(".bubble")
    .click({ modifiers: ["Control"] })
  await forwarded.last().locator(".bubble").click()
  await bob.getByRole("toolbar").getByRole("button", { name: "Supprimer" }).click()
  await expect(bob.getByRole("dialog")).toContainText("Supprimer 2 messages")
  await bob.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click()
  await expect(ana.locator(".forwarded")).toHaveCount(0)
})

test("Y141 a message says in plain words who can read it, and how sure it is whose it is", async () => {
  await choose(ana, "Where?", "Info")
  const sheet = ana.getByRole("dialog")
  await expect(sheet).toContainText(/Only you and .*Bob Martin.* could read this when it was sealed./)
  await expect(sheet).toContainText("Whoever comes later cannot read it.")
  await expect(sheet).toContainText("Signed by a device of yours.")
  await expect(sheet.locator("dd", { hasText: "Bob Martin" }).first()).toBeVisible()
  await isAccessible(ana)
  await ana.keyboard.press("Escape")
  await expect(message(ana, "Where?")).toBeFocused()
  await choose(ana, "Chez moi", "Info")
  await expect(sheet).toContainText(/Signed by a device of .*Bob Martin.*\. You have not compared numbers/)
})

test("Y142 either side lets messages disappear, which both are told, and what is over is gone", async () => {
  await ana.keyboard.press("Escape")
  await ana.getByRole("button", { name: "More", exact: true }).click()
  await ana.getByRole("menuitem", { name: "Disappearing messages" }).click()
  await isAccessible(ana)
  await ana.getByRole("radio", { name: "1 hour" }).check()
  await expect(ana.locator(".timer-note")).toHaveText("What you write disappears after 1 hour")
  await expect(bob.locator(".line").last()).toContainText(
    "fait disparaître ce qui se dit désormais après 1 heure",
  )
  await expect(bob.locator(".timer-note")).toBeVisible()
  await callClient(bob, "setTimer", openedIn(bob), 5)
  await expect(ana.locator(".timer-note")).toHaveText("What you write disappears after 5 seconds")
  await say(ana, "Eat this letter")
  await expect(message(bob, "Eat this letter").locator(".expiry")).toBeVisible()
  for (const page of [ana, bob]) await expect(message(page, "Eat this letter")).toHaveCount(0)
  await isAccessible(bob)
})
