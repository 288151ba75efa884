import { describe, expect, it } from "vitest";
import { Places, held } from "../src/core/places";
import { SETTLED_MS } from "../src/core/suggestions";

const seen = (places: Record<string, number>): ReadonlyMap<string, number> => new Map(Object.entries(places));

describe("a click", () => {
  it("counts on what was there when the list was first seen", () => {
    const places = new Places();
    places.look(seen({ a: 0, b: 100 }), 1000);
    expect(places.settled("a", 1000)).toBe(true);
    expect(places.settled("b", 1000)).toBe(true);
  });

  it("does not count on what came or moved just now, and does once it lay still", () => {
    const places = new Places();
    places.look(seen({ a: 0 }), 0);
    places.look(seen({ urgent: 0, a: 100 }), 5000);
    for (const id of ["urgent", "a"]) {
      expect(places.settled(id, 5000 + SETTLED_MS - 1)).toBe(false);
      expect(places.settled(id, 5000 + SETTLED_MS)).toBe(true);
    }
  });

  it("counts although a line of text somewhere above moved it by a hair", () => {
    const places = new Places();
    places.look(seen({ a: 10 }), 0);
    places.look(seen({ a: 12 }), 5000);
    expect(places.settled("a", 5000)).toBe(true);
  });

  it("does not count on what went away and came back elsewhere", () => {
    const places = new Places();
    places.look(seen({ a: 0 }), 0);
    places.look(seen({}), 5000);
    places.look(seen({ a: 0 }), 6000);
    expect(places.settled("a", 6000)).toBe(false);
  });
});

describe("a list under a hand", () => {
  it("keeps what it shows where it is, and puts what is new behind it", () => {
    expect(held(["a", "b", "c"], ["urgent", "c", "a"], () => true)).toEqual(["a", "b", "c", "urgent"]);
  });

  it("lets go of what is nowhere any more", () => {
    expect(held(["a", "b"], ["b"], (id) => id !== "a")).toEqual(["b"]);
  });
});
