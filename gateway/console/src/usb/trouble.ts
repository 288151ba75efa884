/** What went wrong at a board, as a sentence and what to do. It is said when it is drawn, in the language of then. */
import { as_problem, Problem } from "../shared/http";
import { sentence } from "../shared/words";
import { say } from "../words/usb";
import { CableGone, NotOpened } from "./cable";
import { Damaged } from "./firmware";
import { WrongImage } from "./image";
import { NoRoom, NotAsSent } from "./install";
import { LoaderWrong } from "./loader";
import { NoPrompt, Refused } from "./prompt";

export class Trouble extends Error {
  constructor(readonly said: () => string) {
    super(said());
  }
}

/** A sentence for whatever was thrown. */
export function sentence_of(wrong: unknown): () => string {
  if (wrong instanceof Trouble) return wrong.said;
  if (wrong instanceof Problem) return () => sentence(wrong);
  if (wrong instanceof NotOpened) return () => say("wrong_taken");
  if (wrong instanceof CableGone) return () => say("wrong_gone");
  if (wrong instanceof NoPrompt) return () => say("wrong_no_prompt");
  if (wrong instanceof Refused) return wrong.no_space ? () => say("wrong_no_space") : () => say("wrong_refused", { reason: wrong.last_line });
  if (wrong instanceof NotAsSent) return () => say("wrong_not_as_sent", { path: wrong.message });
  if (wrong instanceof NoRoom) return () => say("wrong_no_room", { needed: kb(wrong.needed_bytes), free: kb(wrong.free_bytes) });
  if (wrong instanceof Damaged) return () => say("wrong_damaged", { path: wrong.message });
  if (wrong instanceof WrongImage) return () => image_sentence(wrong);
  if (wrong instanceof LoaderWrong) return () => say(`loader_${wrong.doing}`, { reason: wrong.message });
  const problem = as_problem(wrong);
  return () => sentence(problem);
}

const kb = (bytes: number): number => Math.ceil(bytes / 1000);

function image_sentence(wrong: WrongImage): string {
  const { name, chip, found, expected, project, version, oldest, count, reason } = { name: "", chip: "", found: "", expected: "", project: "", version: "", oldest: "", count: 0, reason: "", ...wrong.facts };
  switch (wrong.code) {
    case "other_chip":
      return say("image_other_chip", { name, chip, found });
    case "other_hash":
      return say("image_other_hash", { name, expected, found });
    case "no_magic":
      return say("image_no_magic", { name });
    case "short":
      return say("image_short", { name, count });
    case "no_table":
      return say("image_no_table", { name });
    case "broken":
      return say("image_broken", { name, reason });
    case "other_project":
      return say("image_other_project", { name, project });
    case "old":
      return say("image_old", { name, version, oldest });
  }
}
