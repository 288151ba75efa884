/** Small things a browser remembers. A browser that remembers nothing (private mode) is served all the same. */
export function remembered<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`hushcue.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`hushcue.${key}`, JSON.stringify(value));
  } catch {
    // No room, or not allowed: it counts until the page is left.
  }
}
