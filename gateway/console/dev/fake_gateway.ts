/**
 * A stand-in for the gateway, to work on the screens without one. A tool of development: it is in no build, decides
 * nothing, and knows only as much of the protocol as the screens need to be looked at.
 *
 *     npm run fake -- PORT HOSTS
 */
import { readFile } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import type { LiveDocument } from "../src/core/document";
import { merged } from "../src/core/merge_patch";
import { hosts_of } from "../src/core/targets";
import type { Ducking } from "../src/core/ducking";
import { FakeAssistant } from "./fake_assistant";
import { DIRECTOR, DUCKING, ROLES, sample, sample_events } from "./sample";
import { fleet_answer, sample_fleet } from "./sample_fleet";

const [port = "8590", count = "6"] = process.argv.slice(2);
const STATIC = normalize(join(process.cwd(), "../hushcue_gateway/web/static"));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; " +
  "worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

let state: LiveDocument = sample(Number(count));
let seq = 0;
let signed_in = true;
let last_cue = 0;
let last_event = 100;
const sockets = new Set<WebSocket>();

function tell(message: unknown): void {
  for (const socket of sockets) socket.send(JSON.stringify(message));
}

function change(patch: unknown): void {
  state = merged(state, patch);
  seq += 1;
  tell({ t: "patch", seq, patch });
}

const assistant = new FakeAssistant(change);
state = merged(state, assistant.sections());

function event(level: string, en: string, zh: string, host?: string): void {
  last_event += 1;
  tell({ t: "event", event: { n: last_event, at: new Date().toISOString(), code: "sample", level, en, zh, host } });
}

function start(who: string, name: string, to: string[], priority: string, mode: string, secret: boolean, seconds?: number): string {
  last_cue += 1;
  const cue = `live${last_cue}`;
  const hosts = hosts_of(state, to);
  const since = new Date().toISOString();
  const talk = { who, name, role: "director", source: `mic-${who}-1`, to, hosts, priority, mode, private: secret, since, on_air: true, ends_at: seconds === undefined ? null : new Date(Date.now() + seconds * 1000).toISOString() };
  const one = { cue, who, name, priority, private: secret, since };
  change({
    show: { on_air: true },
    talks: { [cue]: talk },
    hosts: Object.fromEntries(hosts.map((id) => [id, { hearing: [...(state.hosts[id]?.hearing ?? []), one] }])),
    cues: { [cue]: { who, name, source: "mic", to, hosts, priority, mode, private: secret, asked: since, started: since, state: "on_air", receipts: {}, recording: false } },
  });
  if (seconds !== undefined) setTimeout(() => stop(cue), seconds * 1000);
  return cue;
}

function stop(cue: string): void {
  const talk = state.talks[cue];
  if (talk === undefined) return;
  change({
    talks: { [cue]: null },
    show: { on_air: Object.keys(state.talks).length > 1 },
    hosts: Object.fromEntries(
      talk.hosts.map((id) => [id, { hearing: (state.hosts[id]?.hearing ?? []).filter((one) => one.cue !== cue), last_receipt: { cue, state: "done", heard_percent: 100, delay_ms: 63 } }]),
    ),
    cues: { [cue]: { ended: new Date().toISOString(), state: "done", receipts: Object.fromEntries(talk.hosts.map((id) => [id, { state: "done", heard_percent: 100, delay_ms: 63 }])) } },
  });
}

interface Down { t: string; id: number; key: string; to?: string[]; mode: string; priority?: string; private?: boolean; seconds?: number; cue: string }

function serve(socket: WebSocket, request: IncomingMessage): void {
  if (request.url?.endsWith("/bodypacks/live") === true) {
    socket.on("message", () => socket.send(JSON.stringify({ t: "pong" })));
    socket.send(JSON.stringify({ t: "hello", seq: 0, state: sample_fleet() }));
    return;
  }
  sockets.add(socket);
  const mine = new Map<string, { cue: string; at: number; mode: string }>();
  const you = { id: "me", name: "林导 Lin", role: DIRECTOR, owner: true, connection: "1" };
  socket.send(JSON.stringify({ t: "hello", seq, you, keep_ms: 250, lost_ms: 1000, state, events: sample_events() }));
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as Down;
    const key = mine.get(message.key);
    if (message.t === "ping") socket.send(JSON.stringify({ t: "pong" }));
    if (message.t === "stop") stop(message.cue);
    if (message.t === "up" && key !== undefined && (key.mode === "hold" || (key.mode === "tap" && Date.now() - key.at > 300))) {
      stop(key.cue);
      mine.delete(message.key);
    }
    if (message.t !== "down" && message.t !== "reply") return;
    if (key !== undefined && key.cue in state.talks) {
      stop(key.cue);
      mine.delete(message.key);
      socket.send(JSON.stringify({ t: "answer", re: message.id, ok: true, cue: key.cue }));
      return;
    }
    const cue = start("me", "林导 Lin", message.to ?? ["host-1"], message.priority ?? "direct", message.mode, message.private === true, message.mode === "timed" ? message.seconds : undefined);
    mine.set(message.key, { cue, at: Date.now(), mode: message.mode });
    socket.send(JSON.stringify({ t: "answer", re: message.id, ok: true, cue }));
  });
  socket.on("close", () => {
    sockets.delete(socket);
    for (const { cue } of mine.values()) stop(cue);
  });
}

function session(): unknown {
  const shows = [
    { id: "main", label: state.show.label, role: DIRECTOR },
    { id: "evening", label: "Evening show", role: ROLES[1] },
  ];
  return { person: { id: "me", name: "林导 Lin", owner: true, language: "" }, shows, csrf: "token" };
}

let changed: string | null = null;

function ducking(): unknown {
  return { now: state.gateway.ducking, file: DUCKING, changed, changed_by: changed === null ? null : "林导 Lin" };
}

/** What is put: ears, gains, the studio's ducking. */
function set(method: string, path: string, body: string): void {
  const ear = /^\/hosts\/([^/]+)\/(muted|volume|programme|ducking)$/.exec(path);
  const gain = /^\/shows\/main\/sources\/([^/]+)(?:\/hosts\/([^/]+))?\/gain$/.exec(path);
  const wanted = body === "" ? {} : (JSON.parse(body) as Record<string, unknown>);
  if (ear !== null) {
    const names: Record<string, string> = { muted: "muted", volume_db: "volume_db", gain_db: "programme_db", depth_db: "ducking_db" };
    change({ hosts: { [ear[1] ?? ""]: Object.fromEntries(Object.entries(wanted).map(([name, value]) => [names[name] ?? name, value])) } });
  }
  if (gain !== null) {
    const gain_db = wanted["gain_db"];
    change({ sources: { [gain[1] ?? ""]: gain[2] === undefined ? { gain_db } : { at: { [gain[2]]: gain_db === 0 ? null : gain_db } } } });
  }
  if (path === "/ducking" && method !== "GET") {
    changed = method === "PUT" ? new Date().toISOString() : null;
    change({ gateway: { ducking: method === "PUT" ? (wanted as unknown as Ducking) : DUCKING } });
  }
}

function api(method: string, path: string): unknown {
  if (path === "/studio") return { studio: state.gateway.studio, version: "0.4.0", languages: ["zh", "en"], oidc: true, oidc_name: null, ca: true, https: "https://192.168.1.10:8543", first_start: false };
  if (path === "/session" && method === "DELETE") signed_in = false;
  if (path === "/session" && method === "POST") signed_in = true;
  if (path === "/session") return signed_in ? session() : undefined;
  if (path.startsWith("/invitation/")) return { kind: "welcome", show: null, show_label: null, role: null, role_label: null, owner: true, name: null, studio: state.gateway.studio };
  if (path === "/me/preferences") return { value: {}, changed: null };
  if (path.endsWith("/roles")) return ROLES;
  if (path.endsWith("/members")) return Object.entries(state.people).map(([id, one]) => ({ id, name: one.name, role: one.role }));
  if (path.endsWith("/retention")) return { recordings_days: 30, cues_days: 365, record: true, notice_zh: state.recording.notice.zh, notice_en: state.recording.notice.en };
  if (path.startsWith("/shows/main/cues")) return { cues: Object.entries(state.cues).map(([id, one]) => ({ id, ...one })).reverse(), next: null };
  if (path.startsWith("/cues/")) return state.cues[path.split("/")[2] ?? ""];
  if (path.startsWith("/accounts")) return Object.entries(state.people).map(([id, one]) => ({ id, name: one.name, owner: id === "me", active: true }));
  if (path === "/shows") return [{ id: "main", label: state.show.label }, { id: "evening", label: "Evening show" }];
  if (path.endsWith("/invite") || path === "/invites") return { id: "i", url: `http://localhost:${port}/#/invitation/abcdefghijklmnop`, token: "x", expires: new Date().toISOString() };
  if (path.startsWith("/invites")) return [{ id: "i1", show: "main", role: "ops", expires: new Date(Date.now() + 86_400_000).toISOString() }];
  if (path.startsWith("/tokens")) return method === "POST" ? { id: "t2", name: "x", secret: "hc_2f6b8d" } : [{ id: "t1", name: "Stream Deck", show: "main", role: "ops", used: new Date().toISOString() }];
  if (path.startsWith("/audit")) return { entries: [{ n: 1, at: new Date().toISOString(), name: "Lin", what: "put_role", about: { role: "ops" }, show: "main", address: "", result: "done" }], before: null };
  if (path === "/ducking") return ducking();
  if (path === "/ice") return { iceServers: [] };
  const muted = /^\/hosts\/([^/]+)\/call$/.exec(path);
  if (muted !== null && method === "DELETE") change({ hosts: { [muted[1] ?? ""]: { calling_since: null } } });
  return null;
}

async function body_of(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path.startsWith("/dev/")) {
    act(path.slice(5));
    response.end("ok");
    return;
  }
  if (!path.startsWith("/api/v1")) {
    const name = path === "/" ? "/index.html" : path === "/phone" ? "/phone.html" : path;
    const file = await readFile(join(STATIC, normalize(name))).catch(() => null);
    response.writeHead(file === null ? 404 : 200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream", "Content-Security-Policy": CSP });
    response.end(file ?? "");
    return;
  }
  const inside = path.slice("/api/v1".length);
  const body = await body_of(request);
  if (request.method === "PUT" || request.method === "DELETE") set(request.method, inside, body);
  if (inside.endsWith("/whip") || inside.endsWith("/whep")) {
    response.writeHead(503, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: "no_webrtc", en: "The stand-in carries no sound.", zh: "开发替身不传声音。" }));
    return;
  }
  const hours = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("hours") ?? 24);
  const ours = assistant.api(request.method ?? "GET", inside, body);
  const found = inside.startsWith("/bodypacks") ? fleet_answer(inside, hours) : ours !== undefined ? ours : api(request.method ?? "GET", inside);
  response.writeHead(found === undefined ? 401 : 200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(found === undefined ? { error: "unauthorized", en: "Sign in first.", zh: "请先登录。" } : found));
}

/** Things that happen, asked for by whoever makes screenshots: /dev/call/host-1, /dev/talk/bo/host-2/direct, /dev/quiet, /dev/offer, /dev/air/off. */
function act(what: string): void {
  const [verb, a = "", b = "", c = "direct"] = what.split("/");
  if (verb === "call") {
    change({ hosts: { [a]: { calling_since: new Date().toISOString() } } });
    event("warning", `${state.hosts[a]?.label} is calling`, `${state.hosts[a]?.label} 正在呼叫`, a);
  }
  if (verb === "talk") start(a, state.people[a]?.name ?? a, [b], c === "private" ? "direct" : c, "hold", c === "private");
  if (verb === "quiet") Object.keys(state.talks).forEach(stop);
  if (verb === "signin") signed_in = true;
  if (verb === "offer") assistant.offer();
  if (verb === "air") assistant.show.on = a !== "off";
  if (verb === "drop") sockets.forEach((socket) => socket.close());
}

const server = createServer((request, response) => void answer(request, response));
const web_sockets = new WebSocketServer({ server });
web_sockets.on("connection", serve);
setInterval(() => {
  const speaking = Object.entries(state.hosts).filter(([, one]) => one.hearing.length > 0);
  const level = (): number => -30 + Math.round(Math.random() * 24);
  const hosts = Object.fromEntries(speaking.map(([id]) => [id, level()]));
  for (const [id, one] of Object.entries(state.hosts)) if (one.programme_db !== null && !(id in hosts)) hosts[id] = level() - 14;
  tell({ t: "levels", sources: { programme: level(), "desk-mic": -52 }, hosts });
}, 200);
setInterval(() => {
  const at = new Date().toISOString();
  change({ hosts: Object.fromEntries(Object.entries(state.hosts).filter(([, one]) => one.state === "online").map(([id]) => [id, { heard_at: at }])) });
}, 1000);
setInterval(() => assistant.tick(), 1000);
server.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
