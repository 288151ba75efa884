import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const tokens = readFileSync(new URL("../src/shared/styles/tokens.css", import.meta.url), "utf8");

type Colours = Record<string, string>;

function colours(block: string): Colours {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? "", found[2] ?? ""]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const [light, automatic, chosen] = tokens.split(/@media|:root\[data-theme="dark"\]/).map(colours);
const SURFACES = ["bg", "surface", "raised", "sunken"];
const PAIRS: [text: string, on: string][] = [
  ...["ink", "ink-2", "ink-3"].flatMap((text) => [...SURFACES, "key-top", "key-bottom"].map((on): [string, string] => [text, on])),
  ...["accent", "good", "warn", "bad", "private"].flatMap((text) => ["surface", "raised", "key-top", "key-bottom"].map((on): [string, string] => [text, on])),
  ["ink", "accent-soft"], ["accent", "accent-soft"], ["accent-ink", "accent"], ["air-ink", "air"], ["ink", "air-soft"], ["ink", "warn-soft"], ["private", "private-soft"],
];

describe.each([["light", light], ["dark", chosen]])("text in the %s theme", (_, theme) => {
  it.each(PAIRS)("%s can be read on %s", (text, on) => {
    expect(contrast(theme?.[text] ?? "", theme?.[on] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
});

it("the dark theme is the same whether the system or the person chose it", () => {
  expect(automatic).toEqual(chosen);
});
