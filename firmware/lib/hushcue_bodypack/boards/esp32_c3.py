"""ESP32-C3 on a DevKitM-1, SuperMini or alike. One core at 160 MHz; strapping pins are 2, 8 and 9, USB 18 and 19."""

NAME = "esp32_c3"
JITTER_BLOCKS = 32  # times 640 bytes of jitter buffer: 640 ms of L16. Stock firmware has no PSRAM here
CPU_HZ = 160_000_000

I2S_ID = 0
I2S_SCK = 4  # BCK of the DAC
I2S_WS = 5  # LRCK
I2S_SD = 6  # DIN

BUTTON = 10  # to ground; not a strapping pin, so that it may be held while the chip starts
BUTTON_CLOSED = 0  # the level of a pressed button

LED = 7  # an LED of your own, with its resistor: those on the boards are a WS2812, or inverted on a strapping pin
LED_ON = 1

BATTERY_ADC = 3  # ADC1; None where there is no divider
BATTERY_DIVIDER = 2.0  # cell voltage over pin voltage: two equal resistors, 100 kOhm each
