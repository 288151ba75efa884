import { afterAll, describe, expect, it } from "vitest";
import { leak_words } from "../src/screens/panel/leak_words";
import { language } from "../src/shared/words";
import { host } from "./show";

const leak = (among: string[]) => ({ at: "2026-01-01T00:00:00Z", db: -31.4, among });
const hosts = { ann: host({ label: "Ann" }), ben: host() };
const before = language.value;

describe("an earpiece that leaks", () => {
  afterAll(() => {
    language.value = before;
  });

  it("is said of its host alone where that is known", () => {
    language.value = "en";
    expect(leak_words(leak(["ann"]), hosts)).toBe("The earpiece leaks into the programme (-31 dB)");
  });

  it("is said of several where nothing tells them apart, by label where there is one", () => {
    language.value = "en";
    expect(leak_words(leak(["ann", "ben"]), hosts)).toBe("One of Ann, ben leaks into the programme (-31 dB)");
    language.value = "zh";
    expect(leak_words(leak(["ann", "ben"]), hosts)).toBe("Ann、ben 中有一副耳机漏音进入节目声（-31 dB）");
  });
});
