/** How a picture that fits into its window is looked at: enlarged, and moved from the middle by so many pixels. */
export interface Zoom {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** Pixels of the window, and of the picture as it fits into it. */
export interface Room {
  readonly window: { readonly width: number; readonly height: number }
  readonly picture: { readonly width: number; readonly height: number }
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 }
const scaleMax = 8
/** At a double click, and at each key. */
export const closer = 2.5
export const step = 1.4

/** Enlarged by a factor so that what is under `point`, counted from the middle of the window, stays there. */
export function zoomed(
  zoom: Zoom,
  factor: number,
  point: { readonly x: number; readonly y: number },
  room: Room,
): Zoom {
  const scale = Math.min(scaleMax, Math.max(1, zoom.scale * factor))
  const by = scale / zoom.scale
  return within({ scale, x: point.x - (point.x - zoom.x) * by, y: point.y - (point.y - zoom.y) * by }, room)
}

export function moved(zoom: Zoom, x: number, y: number, room: Room): Zoom {
  return within({ ...zoom, x: zoom.x + x, y: zoom.y + y }, room)
}

/** No edge of the picture comes further in than the edge of the window. */
function within({ scale, x, y }: Zoom, { window, picture }: Room): Zoom {
  const most = (shown: number, seen: number): number => Math.max(0, (shown * scale - seen) / 2)
  return {
    scale,
    x: clamp(x, most(picture.width, window.width)),
    y: clamp(y, most(picture.height, window.height)),
  }
}

/** Zero without a sign at the middle. */
const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value)) || 0
