/** Lines to copy for whoever connects a source: complete, with this gateway's own address and this show's name. */
export interface Place {
  /** https://192.168.1.10:8543 */
  origin: string;
  show: string;
  /** The studio's name in MQTT topics. */
  studio: string;
}

const lines = (...text: string[]): string => text.join("\n");

const DOCUMENTS = [
  '{"type":"gauge","viewers":532}',
  '{"type":"gauge","product":"SKU3","stock":48}',
  '{"type":"order","id":"o-1001","product":"SKU3","units":2,"amount_minor":3980,"currency":"USD"}',
  '{"type":"comment","id":"c-77","user":"u-12","text":"how much is it?"}',
  '{"type":"counter","product":"SKU3","impressions":1200,"clicks":86,"mode":"total"}',
  '{"type":"pin","product":"SKU3","slot":3}',
];

export function curl({ origin, show }: Place): string {
  return lines(
    `curl -X POST ${origin}/api/v1/shows/${show}/ingest \\`,
    '  -H "Authorization: Bearer $TOKEN" \\',
    '  -H "Content-Type: application/x-ndjson" \\',
    '  -H "Idempotency-Key: $(uuidgen)" \\',
    "  --data-binary @- <<'END'",
    ...DOCUMENTS,
    "END",
  );
}

export function socket({ origin, show }: Place): string {
  return lines(`${origin.replace(/^http/, "ws")}/api/v1/shows/${show}/ingest`, "Authorization: Bearer $TOKEN", "", ...DOCUMENTS.slice(0, 2));
}

export function csv(): string {
  return lines("time,product,stock,orders,clicks,viewers", "2026-01-02T20:03:04+08:00,SKU3,48,120,2310,532", "2026-01-02T20:03:14+08:00,SKU3,46,122,2344,541");
}

export function csv_config(show: string): string {
  return lines("[showdata]", `show = "${show}"`, 'watch = "/srv/live/numbers"');
}

export function mqtt({ studio, show }: Place): string {
  return lines("[showdata]", "mqtt = true", 'mqtt_password = "…"', "", `mosquitto_pub -u feeder -P "$PASSWORD" -t hushcue/1/${studio}/data/${show} \\`, `  -m '${DOCUMENTS[0] ?? ""}'`);
}

export function shopify({ origin, show }: Place): string {
  return `${origin.replace(/^http:/, "https:")}/api/v1/shows/${show}/shopify`;
}

export function shopify_config(show: string): string {
  return lines("[shopify]", `show = "${show}"`, 'secret = "…"             # of the webhooks', 'host = "hooks.example.com" # the tunnel’s name', 'shop = "name.myshopify.com"', 'token = "…"              # of the Admin API, for polling');
}

export function obs_config(show: string): string {
  return lines("[obs]", `show = "${show}"`, 'url = "ws://127.0.0.1:4455"', 'password = "…"', 'scenes = { "Break" = "quiet", "Dress" = "product:SKU3" }');
}

export function command({ origin, show }: Place, what: string): string {
  return `hushcue data ${what} --gateway ${origin} --show ${show} --token $TOKEN`;
}
