/** Where in the console one is: "#/show/main/cues" as parts. Links are plain links, so back and new tabs work. */
import { computed, signal } from "@preact/signals";

const hash = signal(location.hash);
addEventListener("hashchange", () => (hash.value = location.hash));

/** Parts of the path, decoded: ["show", "main", "cues"]. */
export const route = computed<readonly string[]>(() => {
  const path = hash.value.replace(/^#\/?/, "").split("?")[0] ?? "";
  return path.split("/").filter((text) => text !== "").map(decoded);
});

export const query = computed(() => new URLSearchParams(hash.value.split("?")[1] ?? ""));

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const link = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;

export function go(...parts: readonly string[]): void {
  location.hash = link(...parts);
}
