import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  phoneFrench,
  say,
  sees,
  signUp,
} from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { type Server, startServer } from "./server.ts"

// Three people and one group: what each journey leaves behind, the next one finds.
let server: Server
let browsers: BrowserContext[]
let ana: Page
let bob: Page
let eve: Page
/** Endless, and one that lets in one person. */
let links: { readonly open: string; readonly once: string }

test.describe.configure({ mode: "serial" })

test.beforeAll(async () => {
  server = await startServer()
  browsers = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), { ...deskEnglish, colorScheme: "light" }),
  ]
  const pages = await Promise.all(browsers.map(browser => openApp(browser, server.origin)))
  ;[ana, bob, eve] = pages as [Page, Page, Page]
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
})
test.afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server.end()
})

const lastLine = (page: Page) => page.locator(".line").last()
const dialog = (page: Page) => page.locator("dialog:has(> .group-body)")
const door = (page: Page) => page.locator("dialog:has(> .join-group), dialog:has(> .problem)")

async function openLinks(page: Page): Promise<Locator> {
  if ((await dialog(page).count()) === 0) await page.locator(".conversation-head .who").click()
  const part = dialog(page).locator(".invite-links")
  if ((await part.getAttribute("open")) === null) await part.locator("summary").click()
  await expect(part.locator("[name=make-invite]")).toBeVisible()
  return part
}

async function closePage(page: Page): Promise<void> {
  await dialog(page).locator(".dialog-head button").click()
  await expect(dialog(page)).toHaveCount(0)
}

/** Made with these limits, and copied. */
async function makeLink(page: Page, days: string, uses: string): Promise<string> {
  const part = await openLinks(page)
  const before = await part.locator(".invite").count()
  await part.locator("select[name=invite-days]").selectOption(days)
  await part.locator("select[name=invite-uses]").selectOption(uses)
  await part.locator("[name=make-invite]").click()
  await expect(part.locator(".invite")).toHaveCount(before + 1)
  const made = part.locator(".invite", { has: page.locator(".qr") })
  await expect(made).toHaveCount(1)
  await made.locator("[name=copy-invite]").click()
  await expect(made.locator("[name=copy-invite]")).toHaveText("Lien copié")
  return page.evaluate(() => navigator.clipboard.readText())
}

test("Y220 an owner makes links, with their QR codes, and everybody reads it", async () => {
  await ana.goto(`${server.origin}/#/new`)
  await ana.getByRole("button", { name: "Groupe" }).click()
  await ana.locator("input[name=title]").fill("Jardin")
  await ana.locator("dialog form button[type=submit]").click()
  await say(ana, "Avant tout le monde")
  const open = await makeLink(ana, "0", "0")
  await isAccessible(ana)
  const once = await makeLink(ana, "7", "1")
  links = { open, once }
  for (const link of [open, once]) expect(link).toMatch(/^http:\/\/localhost:\d+\/#\/join\/[\w-]+$/)
  await closePage(ana)
  await expect(lastLine(ana)).toContainText("a créé un lien d’invitation")
})

test("Y222 whoever opens a link sees where it leads before anybody hears of it, and comes in by name", async () => {
  await bob.goto(links.once)
  await expect(door(bob).locator("h3")).toHaveText("Jardin")
  await expect(door(bob)).toContainText("1 person is in it, says the server localhost")
  await expect(door(bob)).toContainText("as Bob Martin")
  await isAccessible(bob)
  await expect(lastLine(ana)).toContainText("a créé un lien d’invitation")
  await door(bob).locator("[name=join]").click()
  await expect(bob.locator(".conversation-title h1")).toHaveText("Jardin")
  expect(await bob.evaluate(() => location.href)).not.toContain("join")
  await say(bob, "I came by link")
  await sees(ana, "I came by link")
  await expect(ana.locator(".line", { hasText: "a rejoint le groupe par un lien" })).toBeVisible()
  await say(ana, "Bienvenue")
  await sees(bob, "Bienvenue")
  await expect(bob.locator(".message", { hasText: "Avant tout le monde" })).toHaveCount(0)
})

test("Y222 somebody without an account opens a link, makes one, and finds the group", async () => {
  await eve.goto(links.open)
  await eve.reload()
  await expect(eve.locator(".invited")).toBeVisible()
  await signUp(eve, "eve", "Eve Lambert")
  await expect(door(eve).locator("h3")).toHaveText("Jardin")
  await expect(door(eve)).toContainText("2 people are in it")
  await door(eve).locator("[name=join]").click()
  await say(eve, "Me too")
  for (const page of [ana, bob]) await sees(page, "Me too")
})

test("C16 D221 an old link lets in nobody who was removed, nor one person too many, nor anybody once it ended", async () => {
  const group = openedIn(ana)
  const { members } = await callClient<{ members: { account: string; displayName: string }[] }>(
    ana,
    "conversation",
    group,
  )
  const eves = members.find(({ displayName }) => displayName === "Eve Lambert")?.account
  await callClient(ana, "removeMember", group, eves)
  await eve.goto(links.open)
  await expect(door(eve).getByRole("alert")).toContainText("No link brings you into this group")
  await callClient(ana, "liftBan", group, eves)
  await eve.goto(links.once)
  await expect(door(eve).getByRole("alert")).toContainText("As many people have come in")
  const part = await openLinks(ana)
  await expect(part.locator(".invite", { hasText: "Épuisé" })).toBeVisible()
  await part.locator(".invite", { hasText: "Sans fin" }).locator("[name=end-invite]").click()
  await expect(part.locator(".invite")).toHaveCount(1)
  await closePage(ana)
  await expect(lastLine(ana)).toContainText("a désactivé un lien d’invitation")
  await eve.goto(links.open)
  await expect(door(eve).getByRole("alert")).toContainText("does not lead anywhere any more")
  await eve.goto(`${links.open.slice(0, -6)}`)
  await expect(door(eve).getByRole("alert")).toContainText("is not whole")
})

test("Y220 who does not lead the group is offered no links and is refused", async () => {
  await bob.locator(".conversation-head .who").click()
  await expect(dialog(bob)).toBeVisible()
  await expect(dialog(bob).locator(".invite-links")).toHaveCount(0)
  const group = openedIn(bob)
  for (const [method, ...args] of [
    ["makeInvite", group],
    ["invites", group],
  ] as const)
    expect(await callClient(bob, method, ...args)).toMatchObject({ ok: false, code: "commit-forbidden" })
})

test("a link in a message opens here, and leads to the group that one is in", async () => {
  await closePage(bob)
  await say(bob, links.once)
  const link = bob.locator(".message .body a").last()
  await expect(link).not.toHaveAttribute("target")
  await link.click()
  await expect(door(bob)).toContainText("You are in this group already")
  await door(bob).locator("[name=join]").click()
  await expect(bob.locator(".conversation-title h1")).toHaveText("Jardin")
})

test("Y224 by a link that asks somebody comes in once an admin says so, who sees who asks", async () => {
  const part = await openLinks(ana)
  await part.locator("[name=invite-asks]").check()
  await expect(part.locator("select[name=invite-uses]")).toHaveCount(0)
  await part.locator("[name=make-invite]").click()
  const made = part.locator(".invite", { hasText: "Qui l’ouvre demande d’abord." })
  await made.locator("[name=copy-invite]").click()
  await expect(made.locator("[name=copy-invite]")).toHaveText("Lien copié")
  const link = await ana.evaluate(() => navigator.clipboard.readText())
  await closePage(ana)
  await eve.goto(link)
  await expect(door(eve)).toContainText("This link lets you ask")
  await door(eve).locator("[name=join]").click()
  await expect(door(eve)).toContainText("You have asked")
  await isAccessible(eve)
  await expect(ana.locator(".askers summary")).toHaveText("1 personne demande à entrer")
  await ana.locator(".askers summary").click()
  await isAccessible(ana)
  await ana.getByRole("button", { name: "Refuser eve" }).click()
  await expect(ana.locator(".askers")).toHaveCount(0)
  await eve.reload()
  await door(eve).locator("[name=join]").click()
  await ana.locator(".askers summary").click()
  await ana.getByRole("button", { name: "Accepter eve" }).click()
  await expect(ana.locator(".askers")).toHaveCount(0)
  await door(eve).locator(".row button").first().click()
  await eve.locator(".rows .row-link", { hasText: "Jardin" }).click()
  await say(eve, "Back again")
  for (const page of [ana, bob]) await sees(page, "Back again")
})
