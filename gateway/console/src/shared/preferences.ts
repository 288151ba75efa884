/** Small things a browser remembers. A browser that remembers nothing (private mode) is served all the same. */
const PREFIX = "hushcue.";

export function remembered<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  keep(key, value);
  told(key);
}

/** The same without telling anybody: it came from where it would be told. */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // No room, or not allowed: it counts until the page is left.
  }
}

/** Every key there is. */
export function remembered_keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
}

let told: (key: string) => void = () => undefined;

/** Called with the key of everything that is remembered from now on. */
export function on_remember(tell: (key: string) => void): void {
  told = tell;
}
