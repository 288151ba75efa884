// navigator.serial with one port behind it, whose bytes go to UsbBench (usb_bench.py).
(() => {
  const to_text = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
  const to_bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const lost = () => new DOMException("The device has been lost.", "NetworkError");
  let number = 0;

  class Port extends EventTarget {
    connected = true;
    readable = null;
    writable = null;
    #dtr = true;
    #rts = true;

    getInfo() {
      return { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    }

    async open() {
      if (this.readable !== null) throw new DOMException("The port is already open.", "InvalidStateError");
      if (!(await __usb_open())) throw new DOMException("Failed to open serial port.", "NetworkError");
      this.#read();
      this.writable = new WritableStream({
        write: async (data) => {
          if (!(await __usb_write(to_text(data)))) throw this.#lost();
        },
      });
    }

    #read() {
      const mine = number++;
      this.readable = new ReadableStream(
        {
          pull: async (controller) => {
            const text = await __usb_read(mine);
            if (text === null) controller.error(this.#lost());
            else if (text !== "") controller.enqueue(to_bytes(text));
            else controller.close();
          },
          cancel: async () => {
            await __usb_cancel(mine);
            if (this.writable !== null) this.#read(); // as long as the port is open there is a next stream
          },
        },
        { highWaterMark: 0 },
      );
    }

    // the streams fail, and the port is closed without anybody's doing
    #lost() {
      this.readable = this.writable = null;
      return lost();
    }

    async close() {
      if (this.readable === null) throw new DOMException("The port is already closed.", "InvalidStateError");
      if (this.readable?.locked || this.writable?.locked) throw new TypeError("Cannot cancel a locked stream");
      this.readable = this.writable = null;
      await __usb_close();
    }

    async setSignals({ dataTerminalReady, requestToSend }) {
      if (this.readable === null) throw new DOMException("The port is closed.", "InvalidStateError");
      this.#dtr = dataTerminalReady ?? this.#dtr;
      this.#rts = requestToSend ?? this.#rts;
      if (!(await __usb_signals(this.#dtr, this.#rts))) throw this.#lost();
    }
  }

  const port = new Port();
  let granted = false;
  class FakeSerial extends EventTarget {
    async requestPort(options) {
      window.__asked = options;
      if (!port.connected) throw new DOMException("No port selected by the user.", "NotFoundError");
      granted = true;
      return port;
    }

    async getPorts() {
      return granted && port.connected ? [port] : [];
    }
  }
  const serial = new FakeSerial();
  Object.defineProperty(Navigator.prototype, "serial", { configurable: true, get: () => serial });
  (async () => {
    for (;;) {
      const kind = await __usb_event();
      port.connected = kind === "connect";
      const event = new Event(kind);
      Object.defineProperty(event, "target", { value: port });
      serial.dispatchEvent(event);
    }
  })();
})();
