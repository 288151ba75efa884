/** That the gateway is gone, on pages where figures would go on looking fresh and keys would do nothing. */
import { Banner } from "../../shared/ui/banner";
import { sentence } from "../../shared/words";
import { say } from "../../words/assistant";
import { time_words } from "../panel/times";
import type { Room } from "../room";

export function Away({ room }: { room: Room }) {
  const connection = room.desk.connection.value;
  if (connection.kind === "away") return <Banner level="error">{say("away", { time: time_words(connection.since) })}</Banner>;
  return connection.kind === "ended" ? <Banner level="error">{sentence(connection.why)}</Banner> : null;
}
