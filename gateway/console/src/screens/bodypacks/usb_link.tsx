/** The way to the page that speaks with a board on a cable. */
import { Icon } from "../../shared/ui/icon";
import { say } from "../../words/bodypacks";

/** A page of its own: it alone may open serial ports. */
const USB_PAGE = "/usb";

/** ``id``: which bodypack the board is to be. */
export function UsbLink({ id, primary }: { id?: string; primary?: boolean }) {
  return (
    <a class={primary === true ? "button button-primary" : "button"} href={USB_PAGE + (id === undefined ? "" : `#/?id=${encodeURIComponent(id)}`)}>
      <Icon name="usb" />
      <span>{say("usb")}</span>
    </a>
  );
}
