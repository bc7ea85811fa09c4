"""The artifacts that are measured with, one a kind of host; their calls do next to nothing."""

import base64
import hashlib
import io
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

# While the trap file is there, a host that loads the sample writes its process id into it and waits: `capture.py`
# then reads how the harness started it. Otherwise the trap costs one access(2), in every figure alike.
PYTHON = """\
import posix
import time

if posix.access({trap!r}, 0):
    with open({trap!r}, "w") as file:
        file.write(f"{{posix.getpid()}}.")
    while posix.access({trap!r}, 0):
        time.sleep(0.001)

kept = []


def nothing():
    return None


def keep():
    kept.append(object())
"""

# A usual import of a native module, all of it work.
SLOW_IMPORT = """\
import time

until = time.thread_time() + 0.070
while time.thread_time() < until:
    pass
"""

C = """\
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TRAP "{trap}"

static void *kept;

__attribute__((constructor)) static void wait_in_trap(void) {{
  if (access(TRAP, F_OK) != 0)
    return;
  FILE *file = fopen(TRAP, "w");
  fprintf(file, "%d.", getpid());
  fclose(file);
  while (access(TRAP, F_OK) == 0)
    usleep(1000);
}}

void trivial_nothing(void) {{}}

void trivial_keep(void) {{
  void **block = malloc(2 * sizeof(void *));
  block[0] = kept;
  kept = block;
}}
"""

HEADER = "void trivial_nothing(void);\nvoid trivial_keep(void);\n"


JAVASCRIPT = """\
const fs = require("fs");
const trap = {trap!r};
if (fs.existsSync(trap)) {{
  fs.writeFileSync(trap, `${{process.pid}}.`);
  while (fs.existsSync(trap)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}}
const kept = [];
exports.nothing = () => {{}};
exports.keep = () => {{
  kept.push({{}});
}};
"""


@dataclass(frozen=True)
class Sample:
    """An artifact of one kind, and how its two calls are written in Matrix.yaml.

    `program` is the host's own name, where the artifact can't look for a trap: a host in its midst is stopped instead.
    """

    host: str
    runtime: str
    trap: Path
    entry: str
    setup: str
    nothing: str
    keep: str
    program: str | None = None

    def matrix(self, name, calls, probe):
        """Writes a Matrix.yaml with one exercise for each call, all asked one probe; returns its path."""
        lines = ["version: 1", "targets:", "  trivial:", *self.entry.splitlines(), "    exercises:"]
        for index, call in enumerate(calls):
            setup = f"setup: {self.setup}, " if self.setup else ""
            lines.append(f"      e{index}: {{ {setup}call: {call}, probes: [{probe}] }}")
        path = self.trap.parent / f"{self.host}-{name}.yaml"
        path.write_text("\n".join(lines) + "\n")
        return path


def wheel(folder):
    return python_wheel(folder, "trivial", "")


def slow_wheel(folder):
    return python_wheel(folder, "slow", SLOW_IMPORT)


def python_wheel(folder, name, more):
    trap = folder / f"{name}.trap"
    info = f"{name}-1.0.dist-info"
    members = {
        f"{name}.py": PYTHON.format(trap=str(trap)) + more,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={digest(text)},{len(text)}\n" for path, text in members.items())
    members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        for path, text in members.items():
            archive.writestr(zipfile.ZipInfo(path), text)  # dated 1980: the same bytes, so the same environment
    entry = "    kind: wheel\n    artifact: NAME-1.0-py3-none-any.whl\n    hosts: [cpython-3.11]".replace("NAME", name)
    return Sample("python", "cpython-3.11", trap, entry, f"import {name}", f"{name}.nothing()", f"{name}.keep()")


def digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def library(folder):
    """Compiled once, in a folder of its own: an exercise is compiled again when anything beside its header changes."""
    trap = folder / "native.trap"
    place = folder / "library"
    place.mkdir(exist_ok=True)
    source, text = place / "trivial.c", C.format(trap=trap)
    if not source.exists() or source.read_text() != text:
        (place / "trivial.h").write_text(HEADER)
        command = ["cc", "-O1", "-g", "-shared", "-fPIC", "-x", "c", "-o", place / "libtrivial.so", "-"]
        subprocess.run(command, input=text, text=True, check=True)
        source.write_text(text)
    entry = "    kind: c-abi\n    artifact: library/libtrivial.so\n    header: library/trivial.h\n    hosts: [native]"
    return Sample("native", "native", trap, entry, "", "trivial_nothing();", "trivial_keep();")


def package(folder):
    """An npm package, as `npm pack` lays it out."""
    trap = folder / "node.trap"
    files = {
        "package/package.json": '{"name": "trivial", "version": "1.0.0", "main": "index.js"}\n',
        "package/index.js": JAVASCRIPT.format(trap=str(trap)),
    }
    with tarfile.open(folder / "trivial-1.0.0.tgz", "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    entry = "    kind: node-addon\n    artifact: trivial-1.0.0.tgz\n    hosts: [node-20]"
    return Sample("node", "node-20", trap, entry, "", "artifact.nothing()", "artifact.keep()")


def section(number, content):
    return bytes([number, len(content)]) + content


def function(instructions):
    body = b"\x00" + bytes.fromhex(instructions) + b"\x0b"
    return bytes([len(body)]) + body


def module(folder):
    """`keep` takes 16 bytes of linear memory, and a page more where they are used up."""
    grow = "23 00 3f 00 41 10 74 4b 04 40 41 01 40 00 1a 0b"
    names = [(b"nothing", b"\x00\x00"), (b"keep", b"\x00\x01"), (b"memory", b"\x02\x00")]
    exports = b"".join(bytes([len(name)]) + name + index for name, index in names)
    content = [
        section(1, bytes.fromhex("01 60 00 00")),
        section(3, bytes.fromhex("02 00 00")),
        section(5, bytes.fromhex("01 00 01")),
        section(6, bytes.fromhex("01 7f 01 41 80 08 0b")),
        section(7, bytes([len(names)]) + exports),
        section(10, b"\x02" + function("") + function("23 00 41 10 6a 24 00 " + grow)),
    ]
    (folder / "trivial.wasm").write_bytes(b"\0asm\1\0\0\0" + b"".join(content))
    entry = "    kind: wasm\n    artifact: trivial.wasm\n    hosts: [wasmtime]"
    return Sample(
        "wasm", "wasmtime", folder / "wasm.trap", entry, "", '"nothing()"', '"keep()"', program="wasmtime-host"
    )
