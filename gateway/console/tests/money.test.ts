import { describe, expect, it } from "vitest";
import { amount_text, digits_of, minor_of, money } from "../src/core/money";

describe("money", () => {
  it("is written in its major unit, with as many digits as its currency has", () => {
    expect(money(128_050, "CNY", "zh")).toBe("¥1,280.50");
    expect(money(1990, "USD", "en")).toBe("$19.90");
    expect(money(19_900, "JPY", "en")).toBe("¥19,900");
    expect([digits_of("JPY"), digits_of("VND"), digits_of("THB")]).toEqual([0, 0, 2]);
  });

  it("leaves out the zeros of a round amount, and is short from a million on", () => {
    expect(money(39_900, "CNY", "zh")).toBe("¥399");
    expect(money(128_500_000, "CNY", "zh")).toBe("¥128.5万");
    expect(money(128_500_000, "CNY", "en")).toMatch(/1\.3\s?[Mm]/);
  });

  it("of no known currency is a number, and of nothing a dash", () => {
    expect(money(1990, "", "en")).toBe("19.90");
    expect(money(1990, "not one", "en")).toBe("19.90 not one");
    expect(money(null, "CNY", "zh")).toBe("–");
  });

  it("that people type becomes minor units exactly; what is no amount, or too fine, is refused", () => {
    expect(minor_of("19.9", "USD")).toBe(1990);
    expect(minor_of("1,280.55", "CNY")).toBe(128_055);
    expect(minor_of("8.29", "USD")).toBe(829);
    expect(minor_of("500", "JPY")).toBe(500);
    for (const wrong of ["", "1.999", "-3", "1e3", "12.", "abc"]) expect(minor_of(wrong, "USD")).toBeNull();
    expect(minor_of("1.5", "JPY")).toBeNull();
    expect(minor_of("99999999999999", "USD")).toBeNull();
  });

  it("comes back as it was typed", () => {
    for (const minor of [0, 5, 99, 100, 1990, 128_055]) expect(minor_of(amount_text(minor, "USD"), "USD")).toBe(minor);
    expect(amount_text(null, "USD")).toBe("");
  });
});
