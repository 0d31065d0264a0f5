import type { Locator } from "@playwright/test"

/** One finger that goes so far from the middle of something. */
export async function swipe(on: Locator, x: number, y: number): Promise<void> {
  await fingers(on, [{ from: [0, 0], to: [x, y] }])
}

/** Two fingers whose distance becomes so many times what it was. */
export async function pinch(on: Locator, times: number): Promise<void> {
  await fingers(on, [
    { from: [-40, 0], to: [-40 * times, 0] },
    { from: [40, 0], to: [40 * times, 0] },
  ])
}

/** One finger that stays until `until` is there, and is lifted then. */
export async function hold(on: Locator, until: Locator): Promise<void> {
  await fingers(on, [{ from: [0, 0], to: [0, 0] }], () => until.waitFor())
}

interface Finger {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

async function fingers(on: Locator, all: readonly Finger[], before?: () => Promise<void>): Promise<void> {
  const box = await on.boundingBox()
  if (box === null) throw new Error("nothing to touch")
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const session = await on.page().context().newCDPSession(on.page())
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", part: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints:
        type === "touchEnd"
          ? []
          : all.map(({ from, to }, id) => ({
              id,
              x: x + from[0] + (to[0] - from[0]) * part,
              y: y + from[1] + (to[1] - from[1]) * part,
            })),
    })
  await touch("touchStart", 0)
  if (before === undefined) for (const part of [0.25, 0.5, 0.75, 1]) await touch("touchMove", part)
  else await before()
  await touch("touchEnd", 1)
  await session.detach()
}
