/** An invitation that waits while its reader is away at the organisation's sign-in: in this tab alone, for a while. */
const PLACE = "hushcue.invitation";
const LASTS_MS = 600_000;

export const pending_invitation = {
  keep(token: string): void {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify({ token, at_ms: Date.now() }));
    } catch {
      // Not allowed to remember: whoever comes back follows the link once more.
    }
  },

  /** It, once; null where there is none. */
  take(): string | null {
    try {
      const { token, at_ms } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as { token?: unknown; at_ms?: unknown };
      sessionStorage.removeItem(PLACE);
      const fresh = typeof at_ms === "number" && Math.abs(Date.now() - at_ms) < LASTS_MS;
      return typeof token === "string" && fresh ? token : null;
    } catch {
      return null;
    }
  },
};
