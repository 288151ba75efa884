"""Machine code for the firmware that viper cannot make fast enough, and the modules that carry it to the chip."""
