import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  phoneFrench,
  say,
  sees,
  signUp,
} from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { type Server, startServer } from "./server.ts"

// Three people and one group: what each journey leaves behind, the next one finds.
let server: Server
let browsers: readonly BrowserContext[]
let ana: Page
let bob: Page
let eve: Page

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
  await signUp(bob, "bob", "Bob Martin")
  await signUp(eve, "eve", "Eve Lambert")
  await signUp(ana, "ana", "Ana Souza")
})
test.afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server.end()
})

const everybody = () => [ana, bob, eve]
const head = (page: Page) => page.locator(".conversation-title h1")
const lastLine = (page: Page) => page.locator(".line").last()
const dialog = (page: Page) => page.locator("dialog:has(> .group-body)")

async function openPage(page: Page): Promise<Locator> {
  if ((await dialog(page).count()) === 0) await page.locator(".conversation-head .who").click()
  await expect(dialog(page)).toBeVisible()
  return dialog(page)
}

async function closePage(page: Page): Promise<void> {
  await dialog(page).locator(".dialog-head button").click()
  await expect(dialog(page)).toHaveCount(0)
}

const row = (page: Page, name: string) => dialog(page).locator(".member-row", { hasText: name })

/** What the menu of a member offers; closed again. */
async function offered(page: Page, name: string): Promise<readonly string[]> {
  await row(page, name).click()
  const items = await page.locator(".menu:popover-open").getByRole("menuitem").allTextContents()
  await page.keyboard.press("Escape")
  return items
}

async function choose(page: Page, name: string, item: string): Promise<void> {
  await row(page, name).click()
  await page.locator(".menu:popover-open").getByRole("menuitem", { name: item, exact: true }).click()
}

const confirm = (page: Page) => page.locator("button[name=confirm]").click()

test("a group is made, and all three talk", async () => {
  await ana.goto(`${server.origin}/#/new`)
  await ana.getByRole("button", { name: "Groupe" }).click()
  await ana.locator("input[name=title]").fill("Jardin")
  for (const name of ["bob", "eve"]) {
    await ana.locator("input[name=members]").fill(name)
    await ana.locator("input[name=members]").press("Enter")
    await expect(ana.locator(".slip", { hasText: name })).toBeVisible()
  }
  await ana.locator("dialog form button[type=submit]").click()
  await say(ana, "Bienvenue au jardin")
  for (const page of [bob, eve]) {
    await openFirst(page)
    await sees(page, "Bienvenue au jardin")
  }
  await say(bob, "Thank you")
  await say(eve, "Hello both")
  for (const page of everybody()) await sees(page, "Hello both")
})

test("C7 Y88 an owner makes an admin, everybody reads it, and who may not sees no control and is refused", async () => {
  await openPage(ana)
  await isAccessible(ana)
  expect(await offered(ana, "Bob Martin")).toEqual([
    "Lui écrire",
    "Comparer les numéros",
    "Bloquer",
    "Lui confier aussi le groupe",
    "Lui confier l’administration",
    "Lui confier la modération",
    "Lui céder le groupe",
    "Retirer du groupe",
  ])
  await choose(ana, "Bob Martin", "Lui confier l’administration")
  await expect(row(ana, "Bob Martin").locator(".chip")).toHaveText("administration")
  await closePage(ana)
  await expect(lastLine(ana)).toContainText(/Ana Souza.* a confié l’administration à .*Bob Martin/)
  await expect(lastLine(eve)).toContainText(/Ana Souza.* made .*Bob Martin.* admin/)
  await openPage(eve)
  await isAccessible(eve)
  expect(await offered(eve, "Bob Martin")).toEqual(["Write to them", "Compare numbers", "Block"])
  await expect(row(eve, "Eve Lambert")).not.toHaveAttribute("aria-haspopup")
  await expect(
    dialog(eve).locator(":is(select, [name=rename], [name=add-people], [name=reopen], details)"),
  ).toHaveCount(0)
  const group = openedIn(eve)
  const { members } = await callClient<{ members: { account: string; displayName: string }[] }>(
    eve,
    "conversation",
    group,
  )
  const own = members.find(({ displayName }) => displayName === "Eve Lambert")?.account
  for (const [method, ...args] of [
    ["setRole", group, own, "owner"],
    ["setTitle", group, "Mine"],
    ["setHistory", group, "all"],
    ["reopen", group],
  ] as const)
    expect(await callClient(eve, method, ...args)).toMatchObject({ ok: false, code: "commit-forbidden" })
  await closePage(eve)
})

test("C9 Y80 Y142 an admin changes title, history and timer from the page", async () => {
  await openPage(bob)
  await isAccessible(bob)
  await dialog(bob).locator("[name=rename]").click()
  await dialog(bob).locator("input[name=title]").fill("The orchard")
  await bob.keyboard.press("Enter")
  for (const page of everybody()) await expect(head(page)).toHaveText("The orchard")
  await dialog(bob).locator("select[name=history]").selectOption("7")
  await expect(lastLine(eve)).toContainText("within 7 days")
  await dialog(bob).locator("select[name=timer]").selectOption({ label: "1 hour" })
  await expect(lastLine(eve)).toContainText("after 1 hour")
  await expect(dialog(bob).locator("select[name=timer]")).toHaveValue("3600")
  await dialog(bob).locator("select[name=timer]").selectOption({ label: "never" })
  await expect(lastLine(ana)).toContainText("laisse rester ce qui se dit désormais")
  await dialog(bob).locator("[name=rename]").click()
  await dialog(bob).locator("input[name=title]").fill(" ")
  await bob.keyboard.press("Enter")
  await expect(dialog(bob).getByRole("alert")).toBeVisible()
  await bob.getByRole("button", { name: "Cancel" }).click()
})

test("C7 whoever is demoted meanwhile loses what they had open, and keeps the place", async () => {
  await openPage(bob)
  await expect(dialog(bob).locator(".group-rules select")).toHaveCount(2)
  await openPage(ana)
  await choose(ana, "Bob Martin", "Lui retirer son rôle")
  await expect(dialog(bob).locator(".group-rules select")).toHaveCount(0)
  await expect(dialog(bob)).toBeVisible()
  await expect(dialog(bob).locator(".group-rules")).toContainText("the last 7 days")
  await choose(ana, "Bob Martin", "Lui confier l’administration")
  await expect(dialog(bob).locator(".group-rules select")).toHaveCount(2)
  await closePage(ana)
})

test("Y42 Y89 somebody is removed, the ban is lifted without adding, and they are added again", async () => {
  await openPage(bob)
  await row(bob, "Ana Souza").focus()
  for (const key of ["End", "Enter", "End", "Enter"]) await bob.keyboard.press(key)
  await expect(bob.getByRole("dialog").last()).toContainText("Remove Eve Lambert?")
  await isAccessible(bob)
  for (const key of ["Tab", "Enter"]) await bob.keyboard.press(key)
  await expect(eve.locator(".foot-note")).toBeVisible()
  await expect(row(bob, "Eve Lambert")).toHaveCount(0)
  await expect(dialog(bob).locator(".member-row:focus")).toHaveCount(1)
  await dialog(bob).locator("details.removed-people summary").click()
  await isAccessible(bob)
  await dialog(bob).getByRole("button", { name: "Lift the ban of Eve Lambert" }).click()
  await expect(dialog(bob).locator("details.removed-people")).toHaveCount(0)
  await expect(lastLine(ana)).toContainText(/Bob Martin.* permet de rajouter .*Eve Lambert/)
  await expect(eve.locator(".foot-note")).toBeVisible()
  await dialog(bob).locator("[name=add-people]").click()
  await bob.locator("input[name=add]").fill("eve")
  await bob.locator("input[name=add]").press("Enter")
  await dialog(bob).locator("form button.primary[type=submit]").click()
  await expect(row(bob, "Eve Lambert")).toBeVisible()
  await closePage(bob)
  await expect(eve.locator(".composer textarea")).toBeVisible()
  await say(eve, "Back again")
  await sees(ana, "Back again")
})

test("C8 the last owner cannot leave, hands the group over, gives up the rest, and leaves", async () => {
  await openPage(ana)
  await dialog(ana).locator("[name=leave]").click()
  await ana.locator("dialog .primary").click()
  await expect(ana.locator("dialog .problem")).toContainText("Confiez-le d’abord")
  await ana.getByRole("button", { name: "Annuler" }).click()
  await openPage(ana)
  await choose(ana, "Bob Martin", "Lui céder le groupe")
  await expect(ana.getByRole("dialog").last()).toContainText("Céder le groupe à Bob Martin")
  await isAccessible(ana)
  await confirm(ana)
  await expect(row(ana, "Bob Martin").locator(".chip")).toHaveText("propriétaire")
  await expect(row(ana, "Ana Souza").locator(".chip")).toHaveText("administration")
  await expect(lastLine(eve)).toContainText(
    /made .*Bob Martin.* owner of this group · .*Ana Souza.* stays as admin/,
  )
  expect(await offered(ana, "Bob Martin")).toEqual(["Lui écrire", "Comparer les numéros", "Bloquer"])
  await choose(ana, "Ana Souza", "Rendre mon rôle")
  await confirm(ana)
  await expect(dialog(ana).locator("select")).toHaveCount(0)
  await expect(lastLine(eve)).toContainText("stays as ordinary member")
  await dialog(ana).locator("[name=leave]").click()
  await ana.locator("dialog .primary").click()
  await expect(ana.locator(".foot-note")).toBeVisible()
  await expect(lastLine(bob)).toContainText(/Ana Souza.* left/)
  await say(bob, "Just us now")
  await sees(eve, "Just us now")
  await expect(ana.locator(".message .body", { hasText: "Just us now" })).toHaveCount(0)
})
