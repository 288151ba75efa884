"""Names that things of MicroPython have. Ours of the same name keep it: ``thing.read`` may be either, and MicroPython
itself may call it.

Most are those of Python itself; what only the chip has is listed. tests/tools/test_lean_firmware.py holds the whole
against the stubs of MicroPython's ESP32 port: no name that they know is ever given another.
"""

import array
import asyncio
import builtins
import gc
import hashlib
import io
import json
import math
import os
import random
import select
import socket
import struct
import sys
import time

TYPES = (
    *(str, bytes, bytearray, memoryview, int, float, bool, list, tuple, dict, set, frozenset, slice, property),
    *(BaseException, OSError, StopIteration, UnicodeError, array.array, io.BytesIO, io.TextIOWrapper, io.FileIO),
    *(asyncio.Event, asyncio.Lock, asyncio.Task, asyncio.StreamReader, asyncio.StreamWriter, asyncio.Queue),
    *(socket.socket, type(hashlib.sha256()), type(iter("")), type(_ for _ in ())),
)
MODULES = (builtins, array, asyncio, gc, hashlib, io, json, math, os, random, select, socket, struct, sys, time)

CHIP = """
    active attach atten base_mac bits block board board_name broken brownout callback channel client_id code config
    config_ap const country country_code data decrypt deinit delay derive disconnect duty duty_u16 encrypt end
    erase_key event feed fill format freq get_blob get_i32 gpio_deep_sleep_hold hard head heap_lock heap_locked
    heap_unlock host hostname id ifconfig init ioctl ipconfig irq isconnected kbd_intr line mcu_temperature mem_alloc
    mem_free memaddr memory message mode native off offset on opt_level parse partition pattern period phy_mode pins
    port publish pull pulse raw_temperature read read_u16 read_uv readfrom readinto reason register_signal reset
    reset_cause scan schedule sd session set_blob set_i32 shift size sleep_ms sleep_us stack_use state status subscribe
    threshold ticks_add ticks_cpu ticks_diff ticks_ms ticks_us toggle trigger uint UINT32 unique_id unregister user
    value viper wake_on_ext0 width write ws
"""
"""machine, network, esp32, micropython, cryptolib, and what MicroPython's own modules have beyond Python's."""

FOREIGN = frozenset(name for thing in (*TYPES, *MODULES) for name in dir(thing)) | frozenset(CHIP.split())
