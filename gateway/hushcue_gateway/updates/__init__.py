"""Firmware over the air: bundles, the listener that bodypacks fetch them from, and the roll-out, stage by stage."""
