/** The gateway's HTTP API: JSON both ways, the CSRF header, and every refusal as a sentence in both languages. */
import { GatewayTime } from "../core/gateway_time";

export const API = "/api/v1";
export const gateway_time = new GatewayTime();

/** What the gateway (or the way to it) answered instead of what was asked for. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly en: string,
    readonly zh: string,
    readonly status: number,
  ) {
    super(en);
  }
}

export const AWAY = {
  code: "gateway_away",
  en: "The gateway cannot be reached. Check the network and try again.",
  zh: "无法连接网关。请检查网络后重试。",
} as const;

let csrf = "";

export function set_csrf(token: string): void {
  csrf = token;
}

export function csrf_headers(): Record<string, string> {
  return csrf === "" ? {} : { "X-Hushcue-Csrf": csrf };
}

export async function problem_of(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<{ error: string; en: string; zh: string }>;
    if (typeof body.en === "string" && typeof body.zh === "string") {
      return new Problem(body.error ?? "refused", body.en, body.zh, response.status);
    }
  } catch {
    // Not JSON: something between here and the gateway answered.
  }
  const facts = `HTTP ${response.status}`;
  return new Problem("refused", `The gateway refused this (${facts}).`, `网关拒绝了此操作（${facts}）。`, response.status);
}

let unauthorized: () => void = () => undefined;

/** Called when the gateway says that nobody is signed in here (any more). */
export function on_unauthorized(told: () => void): void {
  unauthorized = told;
}

/** The raw answer of the gateway; a Problem is thrown for everything that is not 2xx. */
export async function ask(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json, */*;q=0.5" };
  if (method !== "GET") Object.assign(headers, csrf_headers());
  if (type !== undefined) headers["Content-Type"] = type;
  let response: Response;
  const asked_ms = Date.now();
  try {
    response = await fetch(`${API}${path}`, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    throw new Problem(AWAY.code, AWAY.en, AWAY.zh, 0);
  }
  gateway_time.told(Date.parse(response.headers.get("Date") ?? ""), asked_ms, Date.now());
  if (response.status === 401 && path !== "/session") unauthorized();
  if (!response.ok) throw await problem_of(response);
  return response;
}

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await (body === undefined
    ? ask(method, path)
    : ask(method, path, JSON.stringify(body), "application/json"));
  const text = await response.text();
  return (text === "" ? null : JSON.parse(text)) as T;
}

export const get = <T>(path: string): Promise<T> => json<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => json<T>("POST", path, body);
export const put = <T>(path: string, body: unknown): Promise<T> => json<T>("PUT", path, body);
export const patch = <T>(path: string, body: unknown): Promise<T> => json<T>("PATCH", path, body);
export const remove = <T>(path: string): Promise<T> => json<T>("DELETE", path);

/** One part of a path or query, with whatever stands in it made harmless. */
export const part = (text: string): string => encodeURIComponent(text);

export function as_problem(wrong: unknown): Problem {
  if (wrong instanceof Problem) return wrong;
  const text = wrong instanceof Error ? wrong.message : String(wrong);
  return new Problem("trouble", `Something went wrong: ${text}`, `出现问题：${text}`, 0);
}
