"""Runs the commands given as arguments (separated by "--"), until its stdin ends or one of them does.

The test process holds the other end of stdin. However that process ends, the pipe closes with it, so that
no server outlives its test: not after a failed assertion, not after `kill -9`.
"""

import os
import queue
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 3

events = queue.SimpleQueue()
signal.signal(signal.SIGTERM, lambda *_: events.put("asked to stop"))
signal.signal(signal.SIGINT, lambda *_: events.put("asked to stop"))


def until_stdin_ends():
    while os.read(0, 4096):
        pass
    events.put("asked to stop")


def until_death(child):
    code = child.wait()
    events.put(f"{child.args[0]} ended by itself with code {code}")


def signal_group(child, number):
    # Each child leads a group of its own, so that this reaches what it started, too.
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        pass  # gone already


commands = [[]]
for word in sys.argv[1:]:
    if word == "--":
        commands.append([])
    else:
        commands[-1].append(word)

children = []
reason = None
try:
    for command in commands:
        children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True))
except OSError as error:
    reason = str(error)
for child in children:
    threading.Thread(target=until_death, args=(child,), daemon=True).start()
threading.Thread(target=until_stdin_ends, daemon=True).start()

reason = reason or events.get()
for child in children:
    signal_group(child, signal.SIGTERM)
for child in children:
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    signal_group(child, signal.SIGKILL)
print(f"watchdog: {reason}", flush=True)
# Not sys.exit: a thread that still reads stdin would hold up the interpreter's own shutdown.
os._exit(0 if reason == "asked to stop" else 1)
