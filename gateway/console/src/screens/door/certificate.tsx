/** How to trust the studio's own certificate, for each kind of device. Open to everybody. */
import { studio } from "../../live/session";
import { say } from "../../words/door";
import { Door } from "./door";

const SYSTEMS = ["windows", "mac", "ios", "android", "linux"] as const;

export function CertificateSteps() {
  const https = studio.value?.https ?? null;
  return (
    <div class="stack">
      <p>{say("certificate_why")}</p>
      {studio.value?.ca !== false && (
        <a class="button button-primary" href="/ca.crt" download="ca.crt">
          <span>{say("certificate_get")}</span>
        </a>
      )}
      <ol class="steps">
        {SYSTEMS.map((system) => (
          <li key={system}>{say(`certificate_${system}`)}</li>
        ))}
      </ol>
      {https !== null && (
        <p>
          {say("certificate_open")} <a href={https}>{https}</a>
        </p>
      )}
      <p class="field-hint">{say("certificate_own")}</p>
    </div>
  );
}

export function Certificate() {
  return (
    <Door title={say("certificate")} wide>
      <CertificateSteps />
    </Door>
  );
}
