"""Keys that are no keyboard's: OSC over UDP and commands over MQTT, with the rights and the answers of the HTTP API."""
