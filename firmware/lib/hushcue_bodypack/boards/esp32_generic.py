"""ESP32 (WROOM, WROVER) on a 38-pin development board."""

NAME = "esp32_generic"
JITTER_BLOCKS = 32  # times 640 bytes of jitter buffer: 640 ms of L16. 64 with PSRAM
CPU_HZ = 240_000_000

I2S_ID = 0
I2S_SCK = 26  # BCK of the DAC
I2S_WS = 25  # LRCK
I2S_SD = 22  # DIN

BUTTON = 27  # to ground; not a strapping pin, so that it may be held while the chip starts
BUTTON_CLOSED = 0  # the level of a pressed button

LED = 2  # the blue one on the board
LED_ON = 1

BATTERY_ADC = 34  # ADC1: ADC2 belongs to Wi-Fi; None where there is no divider
BATTERY_DIVIDER = 2.0  # cell voltage over pin voltage: two equal resistors, 100 kOhm each
