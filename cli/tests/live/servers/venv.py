"""Makes a virtual environment once: venv.py FOLDER PACKAGE...

A lock keeps a second test process waiting meanwhile (the system drops it when its holder dies), and the stamp
that is written last tells a finished installation from one that was cut short.
"""

import fcntl
import pathlib
import subprocess
import sys
import venv

folder, packages = pathlib.Path(sys.argv[1]), sys.argv[2:]
stamp = folder / "installed"
wanted = "\n".join(packages)

with open(f"{folder}.lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, clear=True, with_pip=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        stamp.write_text(wanted)
