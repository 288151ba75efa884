/** What a person types in, as the documents of the ingest: one line of JSON each, told apart by an id of their own. */
export type Entry =
  | { type: "gauge"; viewers: number }
  | { type: "gauge"; product: string; stock: number }
  | { type: "order"; product?: string; units: number; amount_minor?: number; currency?: string }
  | { type: "counter"; product?: string; clicks?: number; impressions?: number; mode: "total" | "delta" }
  | { type: "pin"; product: string; slot?: number }
  | { type: "on_air"; on: boolean; quiet?: boolean };

export function line_of(entry: Entry, id: string): string {
  return `${JSON.stringify({ v: 1, ...entry, src: "manual", id })}\n`;
}

/** A whole number as people type it: "1,200", "１２"; null of anything else. */
export function whole_number(text: string, most = 2 ** 40): number | null {
  const plain = text.normalize("NFKC").replace(/[\s,']/g, "");
  if (!/^\d{1,13}$/.test(plain)) return null;
  const value = Number(plain);
  return value <= most ? value : null;
}
