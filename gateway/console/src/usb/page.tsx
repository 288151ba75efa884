/** One board on its way: which step it is at, what is asked of a person, and what went wrong. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Banner } from "../shared/ui/banner";
import { Button } from "../shared/ui/button";
import { Select, Switch } from "../shared/ui/field";
import { say } from "../words/usb";
import { IdentityForm } from "./identity";
import type { Image } from "./image";
import type { Job } from "./job";
import { Log, Online } from "./online";
import { SMALL_HEAP_BYTES, STEPS, step_of, type State } from "./states";

type At<K extends State["at"]> = Extract<State, { at: K }>;

export function UsbPage({ job }: { job: Job }) {
  const state = job.state.value;
  useStaying(state.at === "busy" && state.doing !== "look");
  return (
    <>
      <Steps here={step_of(state)} />
      <section class="box usb-box" aria-live="polite" data-at={state.at}>
        <Now job={job} state={state} />
      </section>
      {(state.at === "online" || state.at === "listen" || (state.at === "gone" && state.step === 4)) && <Log job={job} />}
    </>
  );
}

/** The browser asks before the page is left in the middle of it. */
function useStaying(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [wanted]);
}

function Steps({ here }: { here: number }) {
  return (
    <ol class="usb-steps">
      {STEPS.map((step, at) => (
        <li key={step} class={at < here ? "usb-step usb-step-done" : "usb-step"} aria-current={at === here ? "step" : undefined}>
          <span class="usb-step-number" aria-hidden="true">
            {at < here ? "✓" : at + 1}
          </span>
          {say(`step_${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Now({ job, state }: { job: Job; state: State }) {
  switch (state.at) {
    case "choose":
      return <Choose job={job} />;
    case "busy":
      return <Busy state={state} />;
    case "bare":
      return <Bare job={job} state={state} />;
    case "image":
      return <ImageFileChoice job={job} state={state} />;
    case "agree":
      return <Agree job={job} chip={state.chip} image={state.image} />;
    case "slow":
      return <Slow job={job} />;
    case "ready":
      return <Ready job={job} state={state} />;
    case "identity":
      return <IdentityForm job={job} state={state} />;
    case "listen":
      return <Listen job={job} />;
    case "online":
      return <Online job={job} id={state.id} />;
    case "gone":
      return <Gone job={job} boot={state.boot} />;
    case "wrong":
      return <Wrong job={job} said={state.said} />;
  }
}

function Choose({ job }: { job: Job }) {
  return (
    <>
      <p>{say("usb_help")}</p>
      <p>{say("choose_help")}</p>
      <Row>
        <Button kind="primary" icon="link" on={() => job.choose(false)}>
          {say("choose")}
        </Button>
        <Button kind="quiet" on={() => job.choose(true)}>
          {say("choose_any")}
        </Button>
        <Button kind="quiet" on={() => job.listen_only()}>
          {say("listen")}
        </Button>
      </Row>
      <p class="field-hint">{say("none_listed")}</p>
    </>
  );
}

function Busy({ state }: { state: At<"busy"> }) {
  const text = say(`doing_${state.doing}`);
  const { done, total } = state;
  return (
    <div class="usb-busy">
      <p>
        <strong>{text}</strong>
        {total > 0 && <span class="usb-percent">{Math.floor((100 * done) / total)} %</span>}
      </p>
      <progress aria-label={text} max={total > 0 ? total : undefined} value={total > 0 ? done : undefined} />
    </div>
  );
}

function Bare({ job, state }: { job: Job; state: At<"bare"> }) {
  return (
    <>
      <p>{state.old === null ? say("bare") : say("old_python", { version: state.old, oldest: job.offer?.oldest ?? "" })}</p>
      {state.old === null && <p class="field-hint">{say("bare_else")}</p>}
      <Row>
        <Button kind="primary" icon="bolt" on={() => job.to_chip()}>
          {say("to_chip")}
        </Button>
        <Button on={() => job.look()}>{say("look_again")}</Button>
        <Other job={job} />
      </Row>
    </>
  );
}

function ChipLine({ chip }: { chip: At<"image">["chip"] }) {
  const size = (count: number | null): string => (count === null ? say("unknown") : say("size_mb", { count }));
  return (
    <p>
      <strong>{say("chip_is", { description: chip.description, flash: size(chip.flash_mb), psram: size(chip.psram_mb) })}</strong>
    </p>
  );
}

function ImageFileChoice({ job, state }: { job: Job; state: At<"image"> }) {
  const [best, ...others] = state.files;
  const psram = others.find((file) => file.needs === "psram");
  return (
    <>
      <ChipLine chip={state.chip} />
      {best !== undefined && (
        <>
          <p>{say("get_file")}</p>
          <p>
            <a class="usb-file mono" href={best.url} target="_blank" rel="noreferrer noopener">
              {best.name}
            </a>
          </p>
          <p class="field-hint">
            <a href={best.page} target="_blank" rel="noreferrer noopener">
              {say("other_versions", { oldest: job.offer?.oldest ?? "" })}
            </a>{" "}
            {psram !== undefined && say("get_psram", { name: psram.name })}
          </p>
        </>
      )}
      {state.said !== null && <Banner level="error">{state.said()}</Banner>}
      <label class="field">
        <span class="field-label">{say("choose_file")}</span>
        <input
          class="input"
          type="file"
          accept=".bin"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void job.take_file(file);
          }}
        />
      </label>
    </>
  );
}

function Agree({ job, chip, image }: { job: Job; chip: At<"agree">["chip"]; image: Image }) {
  const [erase, set_erase] = useState(!job.has_files);
  return (
    <>
      <ChipLine chip={chip} />
      <p class="usb-digest">{say("file_is", { name: image.name, version: image.version.join(".") || say("unknown"), digest: image.sha256 })}</p>
      <p class="field-hint">{image.known ? say("file_known") : say("file_unknown")}</p>
      <Banner level="warning">{erase ? say("erase_sure") : say("write_sure")}</Banner>
      {job.has_files && <Switch label={say("erase_too")} on={erase} set={set_erase} />}
      <Row>
        <Button kind="danger" icon="bolt" on={() => job.write(image, erase)}>
          {say("write")}
        </Button>
        <Button on={() => job.other_file()}>{say("other_file")}</Button>
      </Row>
    </>
  );
}

function Slow({ job }: { job: Job }) {
  return (
    <>
      <Banner level="warning">{say("started_not")}</Banner>
      <Row>
        <Button kind="primary" on={() => job.look()}>
          {say("look_again")}
        </Button>
        <Other job={job} />
      </Row>
    </>
  );
}

function Listen({ job }: { job: Job }) {
  return (
    <>
      <p>{say("listen_help")}</p>
      <Row>
        <Button on={() => job.look()}>{say("to_look")}</Button>
        <Button kind="quiet" on={() => job.next_board()}>
          {say("begin_anew")}
        </Button>
      </Row>
    </>
  );
}

function Ready({ job, state }: { job: Job; state: At<"ready"> }) {
  const { facts, config } = state;
  const [board, set_board] = useState(state.board);
  return (
    <>
      <p>
        <strong>{say("python_is", { version: facts.version.join("."), machine: facts.machine })}</strong>
        {config !== null && ` ${say("is_already", { id: config.id })}`}
      </p>
      {facts.heap_bytes < SMALL_HEAP_BYTES && <Banner level="warning">{say("small_heap", { count: Math.floor(facts.heap_bytes / 1000) })}</Banner>}
      <Select label={say("board_file")} hint={say("board_hint")} value={board} choices={(job.offer?.boards ?? []).map((each) => ({ value: each.board, label: `${each.chip} (${each.board})` }))} on={set_board} />
      <Row>
        <Button kind="primary" icon="download" on={() => job.install(board, facts)}>
          {say("install")}
        </Button>
        <Button kind="quiet" on={() => job.to_chip()}>
          {say("to_chip")}
        </Button>
      </Row>
    </>
  );
}

function Gone({ job, boot }: { job: Job; boot: boolean }) {
  return (
    <>
      <Banner level="warning">
        <strong>{say("gone_title")}</strong> {boot ? say("gone_boot") : say("gone_help")}
      </Banner>
      <Row>
        <Button on={() => job.choose(false)}>{say("choose_again")}</Button>
        <Button kind="quiet" on={() => job.next_board()}>
          {say("begin_anew")}
        </Button>
      </Row>
    </>
  );
}

function Wrong({ job, said }: { job: Job; said: () => string }) {
  return (
    <>
      <Banner level="error">{said()}</Banner>
      <Row>
        <Button kind="primary" on={() => job.again()}>
          {say("again")}
        </Button>
        <Other job={job} />
      </Row>
    </>
  );
}

/** Another board or port in the place of this one. */
function Other({ job }: { job: Job }) {
  return (
    <>
      <Button on={() => job.choose(false)}>{say("choose_again")}</Button>
      <Button kind="quiet" on={() => job.next_board()}>
        {say("begin_anew")}
      </Button>
    </>
  );
}

const Row = ({ children }: { children: ComponentChildren }) => <div class="row">{children}</div>;
