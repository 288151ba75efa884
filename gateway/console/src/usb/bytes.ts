/** Bytes: joined, searched, as text and back. */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Of its own memory, which no other thread shares: what the browser's own interfaces take. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const bytes_of = (text: string): Bytes => encoder.encode(text);
export const text_of = (data: Uint8Array): string => decoder.decode(data);

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Where `wanted` begins in `data`, -1 where it does not. */
export function found_at(data: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at + wanted.length <= data.length; at += 1) {
    let same = 0;
    while (same < wanted.length && data[at + same] === wanted[same]) same += 1;
    if (same === wanted.length) return at;
  }
  return -1;
}

export function base64_of(data: Uint8Array): string {
  let text = "";
  for (const byte of data) text += String.fromCharCode(byte);
  return btoa(text);
}

export const from_base64 = (text: string): Bytes => Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));

export const hex_of = (data: Uint8Array): string => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(data: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data as Bytes));
}
