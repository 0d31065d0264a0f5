import type { JSX } from "preact"

/** Drawn on a 24-unit grid with one 1.6 stroke: a pen, not a gadget. */
const paths = {
  back: "M14.5 5.5 8 12l6.5 6.5",
  pen: "M4.5 19.5l1-4.2L16.2 4.6a1.6 1.6 0 0 1 2.3 0l.9.9a1.6 1.6 0 0 1 0 2.3L8.7 18.5l-4.2 1zM14.3 6.5l3.2 3.2",
  send: "M4.5 12 20 4.5 15.5 20l-3.6-6.2L4.5 12zM11.9 13.8 20 4.5",
  down: "M6 9.5l6 6 6-6",
  close: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  clock: "M12 7.5V12l3 1.8M12 20a8 8 0 1 1 0-16 8 8 0 0 1 0 16z",
  check: "M5.5 12.5l4.2 4.2L18.5 8",
  warning: "M12 8.5v4.3M12 16v.2M12 4 3.5 19.5h17L12 4z",
  people:
    "M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 11.3a2.7 2.7 0 1 0-.8-5.3M16.5 14.2c2.2.3 3.7 1.9 4 4.8",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  reply: "M10 6.5 4.5 12l5.5 5.5M4.5 12H14a5.5 5.5 0 0 1 5.5 5.5v1",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  bin: "M5 7h14M10 7V4.8h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  device: "M4.5 5.5h11v9h-11zM2.5 17.5h9M14.5 9.5h6v9.5h-6zM17 16.5h1",
  key: "M14.5 13.5a4.5 4.5 0 1 0-4-2.5L4.5 17v2.5H7V17.5h2V15.5h2l1.5-1.6M15.5 8.5h.01",
  clip: "M17.5 11.5l-6 6a3.7 3.7 0 0 1-5.2-5.2l7-7a2.4 2.4 0 0 1 3.4 3.4l-6.8 6.8a1.1 1.1 0 0 1-1.6-1.6l6-6",
  download: "M12 4.5v10M7.5 10.5 12 15l4.5-4.5M5.5 19h13",
  file: "M6.5 4h7l4 4v12h-11zM13.5 4v4h4",
  search: "M11 17.5a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.8 15.8l4 4",
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  up: "M6 14.5l6-6 6 6",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  next: "M9.5 5.5 16 12l-6.5 6.5",
  plus: "M12 5.5v13M5.5 12h13",
  pin: "M9 4.5h6l-.8 5.5 2.8 3.5H7L9.8 10 9 4.5zM12 13.5v6",
  bell: "M6.5 16.5c1.3-1.5 1.3-3.6 1.3-6a4.2 4.2 0 0 1 8.4 0c0 2.4 0 4.5 1.3 6zM10.5 19.2a1.7 1.7 0 0 0 3 0",
  muted:
    "M8 8.5c-.3 1.8.3 5.8-1.5 8h9.5M10 6.8a4.2 4.2 0 0 1 6.2 3.7c0 1.2 0 2.3.2 3.3M10.5 19.2a1.7 1.7 0 0 0 3 0M5 5l14 14",
  archive: "M4.5 5.5h15v4h-15zM6 9.5v9h12v-9M10 13h4",
  folder: "M4.5 18.5v-12h5l2 2.5h8v9.5z",
  envelope: "M4.5 6.5h15v11h-15zM4.5 7.5l7.5 5.5 7.5-5.5",
  read: "M4.5 10v8.5h15V10M4.5 10 12 4.8l7.5 5.2L12 15z",
  leave: "M13.5 4.5h-8v15h8M10 12h9.5M16 8.5l3.5 3.5-3.5 3.5",
  bookmark: "M7 4.5h10v15l-5-4-5 4z",
  settings:
    "M4.5 8H11M15 8h4.5M13 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4.5 16H8M12 16h7.5M10 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  person: "M12 11.8a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2zM5 19.5c.5-3.6 3.3-5.5 7-5.5s6.5 1.9 7 5.5",
  lock: "M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  contrast: "M12 20a8 8 0 1 1 0-16 8 8 0 0 1 0 16zM12 4v16M15 5.2v13.6M18 7v10",
  globe:
    "M12 20a8 8 0 1 1 0-16 8 8 0 0 1 0 16zM4.5 9.5h15M4.5 14.5h15M12 4c-4.5 5-4.5 11 0 16M12 4c4.5 5 4.5 11 0 16",
  disk: "M4.5 7.2c0-1.6 3.4-2.7 7.5-2.7s7.5 1.1 7.5 2.7-3.4 2.8-7.5 2.8-7.5-1.2-7.5-2.8zM4.5 7.2v9.6c0 1.6 3.4 2.7 7.5 2.7s7.5-1.1 7.5-2.7V7.2M4.5 12c0 1.6 3.4 2.8 7.5 2.8s7.5-1.2 7.5-2.8",
  about: "M12 20a8 8 0 1 1 0-16 8 8 0 0 1 0 16zM12 11v5M12 8v.1",
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark: a dove folded from a letter, on a seal. */
export function Mark({ size = 40 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <circle class="mark-seal" cx="24" cy="24" r="22" />
      <path class="mark-dove" d="M11 27.5 24.5 24 37 13.5 31.5 28l5 2.5-9.5 2L20 37l.8-6.2z" />
      <path class="mark-fold" d="M24.5 24l7 4M20.8 30.8 31.5 28" />
    </svg>
  )
}
