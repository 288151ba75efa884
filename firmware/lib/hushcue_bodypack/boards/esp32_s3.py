"""ESP32-S3 on a DevKitC-1 or alike. Free of the pins of octal flash and PSRAM (26..37), USB (19, 20) and strapping."""

NAME = "esp32_s3"
JITTER_BLOCKS = 64  # times 640 bytes of jitter buffer: 1280 ms of L16. 32 without PSRAM
CPU_HZ = 240_000_000

I2S_ID = 0
I2S_SCK = 15  # BCK of the DAC
I2S_WS = 16  # LRCK
I2S_SD = 17  # DIN

BUTTON = 4  # to ground; not a strapping pin, so that it may be held while the chip starts
BUTTON_CLOSED = 0  # the level of a pressed button

LED = 5  # an LED of your own, with its resistor: the one on the board is a WS2812
LED_ON = 1

BATTERY_ADC = 1  # ADC1: ADC2 belongs to Wi-Fi; None where there is no divider
BATTERY_DIVIDER = 2.0  # cell voltage over pin voltage: two equal resistors, 100 kOhm each
