/** Questions of viewers: the most asked first, those that were dealt with apart. */
import type { Question } from "./showdata";

export type Questions = Readonly<Record<string, Question>>;
export const FILTERS = ["open", "done", "all"] as const;
export type Filter = (typeof FILTERS)[number];

/** Asked again after the answer by so many within two minutes, a question is open again. */
const AGAIN_USERS = 3;

export function dealt_with(one: Question): boolean {
  return one.answered != null && !(one.users_2min >= AGAIN_USERS && Date.parse(one.last) > Date.parse(one.answered));
}

export function shown(all: Questions, filter: Filter, text = ""): string[] {
  const wanted = text.trim().toLowerCase();
  const fits = (one: Question): boolean => {
    if (filter !== "all" && dealt_with(one) !== (filter === "done")) return false;
    return wanted === "" || [one.example, one.label?.en ?? "", one.label?.zh ?? "", one.topic].some((word) => word.toLowerCase().includes(wanted));
  };
  return Object.keys(all)
    .filter((id) => all[id] !== undefined && fits(all[id]))
    .sort((a, b) => (all[b]?.users ?? 0) - (all[a]?.users ?? 0) || (all[b]?.last ?? "").localeCompare(all[a]?.last ?? "") || a.localeCompare(b));
}

/** Languages, the most frequent first. */
export function languages_of(one: Question): [language: string, asked: number][] {
  return Object.entries(one.languages).sort(([a, of_a], [b, of_b]) => of_b - of_a || a.localeCompare(b));
}
