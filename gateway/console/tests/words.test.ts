import { describe, expect, it } from "vitest";
import { catalogue, fill, language, language_of, sentence } from "../src/shared/words";

const modules = import.meta.glob<Record<string, unknown>>("../src/**/*.{ts,tsx}", { eager: false });
const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? "").sort();

describe("words", () => {
  it("are said in the language that is chosen", () => {
    const say = catalogue({ hello: ["Hello {name}", "你好，{name}"] });
    language.value = "zh";
    expect(say("hello", { name: "安娜" })).toBe("你好，安娜");
    language.value = "en";
    expect(say("hello", { name: "Ann" })).toBe("Hello Ann");
    expect(sentence({ en: "e", zh: "z" })).toBe("e");
  });

  it("leave a placeholder that nobody filled in sight, and put nothing of a fact in place of another", () => {
    expect(fill("{a} {b}", { a: "{b}" })).toBe("{b} {b}");
  });

  it("follow the browser's list of languages", () => {
    expect(language_of(["", "fr-FR", "zh-TW", "en"])).toBe("zh");
    expect(language_of(["en-US"])).toBe("en");
    expect(language_of(["fr"])).toBe("en");
  });
});

describe("catalogues", async () => {
  const found: [string, string, string, string][] = [];
  for (const [path, load] of Object.entries(modules)) {
    if (!path.includes("/words/")) continue;
    for (const value of Object.values(await load())) {
      const entries = (value as { entries?: Record<string, [string, string]> }).entries ?? {};
      for (const [key, [en, zh]] of Object.entries(entries)) found.push([path, key, en, zh]);
    }
  }

  it("were found", () => expect(found.length).toBeGreaterThan(300));

  it("say something in both languages, with the same facts", () => {
    const wrong = found.filter(([, , en, zh]) => en.trim() === "" || zh.trim() === "" || names(en).join() !== names(zh).join());
    expect(wrong).toEqual([]);
  });

  it("hold every sentence that is in them because somebody says it", () => {
    const all = Object.entries(sources).filter(([path]) => !path.includes("/words/")).map(([, text]) => text).join("\n");
    const said = new Set([...all.matchAll(/"(\w+)"|\.entries\.(\w+)\[/g)].map((one) => one[1] ?? one[2]));
    const built = templates(all);
    const unused = found.filter(([, key]) => !said.has(key) && !built.some((one) => one.test(key)));
    expect(unused.map(([path, key]) => `${path}: ${key}`)).toEqual([]);
  });
});

/** `hello_${name}` in code says any key that begins so. */
function templates(code: string): RegExp[] {
  return [...code.matchAll(/(?:say|panel_says|voice_says|controls?|door)\(`([^`]+)`/g)].map(
    (found) => new RegExp(`^${(found[1] ?? "").replace(/\$\{[^}]*\}/g, "\\w+")}$`),
  );
}
