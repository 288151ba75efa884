/** Topics of viewers' questions: what each is called and the words that tell it, as the shop has them. */
import type { Both } from "./document";

export interface Topic {
  id: string;
  label: Both;
  words: string[];
}

interface Exemplar {
  text: string;
  topic: string;
}

/** What GET /topics answers. A topic may hold more than this console knows, which stays as it is. */
export interface Shop {
  topics?: (Topic & Record<string, unknown>)[];
  /** Questions that somebody sorted in by hand. */
  exemplars?: Exemplar[];
}

export function topics_of(shop: Shop | null): Topic[] {
  return (shop?.topics ?? []).map((one) => ({ ...one, label: { en: one.label?.en ?? "", zh: one.label?.zh ?? "" }, words: one.words ?? [] }));
}

/** The same shop with these topics, and what was learnt for those that are still there. */
export function with_topics(shop: Shop | null, topics: readonly Topic[]): Shop {
  const ids = new Set(topics.map((one) => one.id));
  return { topics: topics.map((one) => ({ ...one })), exemplars: (shop?.exemplars ?? []).filter((one) => ids.has(one.topic)) };
}

/** Words apart by commas or lines, each once. */
export function words_in(text: string): string[] {
  return [...new Set(text.split(/[,，、;；\n]+/).map((word) => word.trim()).filter((word) => word !== ""))];
}

/** Examples of one topic that somebody sorted in. */
export function exemplars_of(shop: Shop | null, topic: string): string[] {
  return (shop?.exemplars ?? []).filter((one) => one.topic === topic).map((one) => one.text);
}
