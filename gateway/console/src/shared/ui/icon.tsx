/** Line drawings, 24 x 24. They never carry meaning alone: a word stands beside them, or labels their button. */
const PATHS = {
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5 11a7 7 0 0 0 14 0M12 18v3",
  mic_off: "M9 9v2a3 3 0 0 0 4.5 2.6M15 10V6a3 3 0 0 0-5.7-1.3M5 11a7 7 0 0 0 10.6 6M19 11a7 7 0 0 1-.6 2.8M12 18v3M4 4l16 16",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  battery: "M3 8h15v8H3zM21 11v2",
  wifi: "M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.3a4.3 4.3 0 0 1 6 0M12 19.5h.01",
  headphones: "M4 15v-2a8 8 0 0 1 16 0v2M4 15h3v5H5.5a1.5 1.5 0 0 1-1.5-1.5ZM20 15h-3v5h1.5a1.5 1.5 0 0 0 1.5-1.5Z",
  speaker: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  speaker_off: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5ZM16 9.5l5 5M21 9.5l-5 5",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15ZM10 21h4",
  check: "M4.5 12.5l5 5 10-11",
  checks: "M2.5 12.5l4.5 4.5 8-9.5M12 16l1 1 8.5-9.5",
  warning: "M12 4 2.5 20h19ZM12 10v4.5M12 17.3h.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 7.8h.01",
  close: "M5 5l14 14M19 5 5 19",
  plus: "M12 5v14M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
  right: "M9 6l6 6-6 6",
  reply: "M10 7 4.5 12.5 10 18M5 12.5h9a5.5 5.5 0 0 1 5.5 5.5",
  group: "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16 10.5a2.5 2.5 0 1 0-1-4.8M17 14.2c2.4.3 4 2.2 4 4.8",
  megaphone: "M4 10v4h3l9 4.5v-13L7 10ZM19 9.5a3.5 3.5 0 0 1 0 5M8 14.5l1 5h2.5l-1-4",
  gear: "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  grid: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  rows: "M4 5h16v4H4zM4 11h16v4H4zM4 17h16v3H4z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10Z",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3Z",
  user: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6",
  phone: "M7.5 2.5h9v19h-9zM11 18.5h2",
  pack: "M7 7h10v14H7zM12 7V3M10 11h4M12 16.5h.01",
  text: "M4 5h16v11H9l-5 4ZM8 9h8M8 12h5",
  play: "M7 4.5v15l12.5-7.5Z",
  stop: "M6 6h12v12H6z",
  record: "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10Z",
  download: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  edit: "M4 20l1-4L16 5l3 3L8 19ZM14 7l3 3",
  shield: "M12 3 5 6v5.5c0 4.5 3 7.8 7 9.5 4-1.7 7-5 7-9.5V6Z",
  key: "M8 12a4 4 0 1 0 0 .01M12 12h9v3M17.5 12v2.5",
  out: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  pulse: "M3 12h4l2.5-7 5 14 2.5-7h4",
  leak: "M12 3.5c3.5 4 5.5 7 5.5 10a5.5 5.5 0 0 1-11 0c0-3 2-6 5.5-10ZM12 11v3M12 16.5h.01",
  note: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  ear: "M7 9.5a5 5 0 0 1 10 0c0 3.5-3.5 4-3.5 7a2.5 2.5 0 0 1-4.7 1.2M10 10a2 2 0 0 1 4 0c0 1.5-1.5 1.7-1.5 3",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21",
  sliders: "M6 4v9M6 17v3M12 4v3M12 11v9M18 4v9M18 17v3M3.5 13h5M9.5 11h5M15.5 13h5M3.5 17h5M9.5 7h5M15.5 17h5",
  usb: "M9 3h6v6H9zM11 5.5h.01M13 5.5h.01M7 9h10v5a5 5 0 0 1-10 0ZM12 19v2.5",
  bolt: "M13 3 5 13.5h6L10.5 21 19 10h-6.5Z",
  chart: "M4 20V4M4 20h16M8 16l3.5-5 3 3L20 7",
  spark: "M12 3.5l1.9 5.1L19 10.5l-5.1 1.9L12 17.5l-1.9-5.1L5 10.5l5.1-1.9ZM18.5 16l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8Z",
  question: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.8h.01",
  pin: "M9 3.5h6l-1 6 3.5 3.5h-11L10 9.5ZM12 13v7.5",
  skip: "M5 5l8.5 7L5 19ZM18.5 5v14",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, label, filled }: { name: IconName; label?: string; filled?: boolean }) {
  return (
    <svg
      class={filled === true ? "icon icon-filled" : "icon"}
      viewBox="0 0 24 24"
      role={label === undefined ? undefined : "img"}
      aria-label={label}
      aria-hidden={label === undefined ? "true" : undefined}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
