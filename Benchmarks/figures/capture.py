"""How the harness starts a host, seen on a running one, so that the same process can be started without it."""

import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

STOPPED_CELLS = 60
WAIT_SECONDS = 120  # a first run compiles the hosts and installs the wheel


@dataclass(frozen=True)
class Captured:
    """A command line with its environment and its working folder."""

    command: list
    environment: dict
    folder: Path

    @staticmethod
    def of(process, folder):
        """Reads a running process; `folder` takes the place of its scratch folder wherever it is named."""
        place = Path(f"/proc/{process}")
        scratch = os.readlink(place / "cwd").encode()

        def parts(name):
            text = (place / name).read_bytes().replace(scratch, os.fsencode(folder))
            return [os.fsdecode(part) for part in text.split(b"\0")[:-1]]

        return Captured(parts("cmdline"), dict(part.split("=", 1) for part in parts("environ")), folder)

    def seconds(self, files):
        """Wall seconds from the start to the end of one process with these descriptors open on these files."""
        actions = [(os.POSIX_SPAWN_OPEN, number, file, os.O_RDWR, 0) for number, file in files.items()]
        before = Path.cwd()
        os.chdir(self.folder)
        began = time.monotonic()
        process = os.posix_spawn(self.command[0], self.command, self.environment, file_actions=actions)
        _, status = os.waitpid(process, 0)
        seconds = time.monotonic() - began
        os.chdir(before)
        if status != 0:
            raise SystemExit(f"bench: {self.command[0]} ended with status {os.waitstatus_to_exitcode(status)}")
        return seconds


@dataclass(frozen=True)
class Bare:
    """One cell's host process, and the same under its supervisor, both without the orchestrator."""

    host: Captured
    supervisor: Captured

    def host_seconds(self):
        """Only the host: its wire (3) and its stacks (4) go nowhere."""
        return self.host.seconds(dict.fromkeys(range(5), "/dev/null"))

    def supervised_seconds(self):
        """The supervisor kills its host at the end of stdin, so that is a pipe that nobody writes to."""
        return self.supervisor.seconds({0: str(self.supervisor.folder / "hand"), 1: "/dev/null", 2: "/dev/null"})


def capture(harness, sample, probe):
    """Runs a cell of the sample, stops its host in the sample's trap, and reads how it was started."""
    matrix = sample.matrix("capture", [sample.nothing] * (STOPPED_CELLS if sample.program else 1), probe)
    sample.trap.write_text("")
    process = harness.start(*harness.arguments(matrix, probe, 1), "--fresh")
    try:
        host = stopped(sample.program, process) if sample.program else trapped(sample.trap, process)
        parent = int(Path(f"/proc/{host}/stat").read_text().rsplit(")", 1)[1].split()[1])
        folder = harness.folder / f"scratch-{sample.host}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.readlink(f"/proc/{host}/cwd"), folder)
        os.mkfifo(folder / "hand")
        bare = Bare(Captured.of(host, folder), Captured.of(parent, folder))
    finally:
        sample.trap.unlink()
        if sample.program:
            os.kill(host, signal.SIGCONT)
        os.waitpid(process, 0)
    harness.results("passed")
    return bare


def stopped(program, process):
    """A running host of this name below the harness, held by SIGSTOP; one lives for some milliseconds."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if (place / "comm").read_text().strip() == program and b"trivial.wasm" in (
                    place / "cmdline"
                ).read_bytes():
                    os.kill(int(place.name), signal.SIGSTOP)
                    (place / "cwd").stat()
                    return int(place.name)
            except (FileNotFoundError, ProcessLookupError):
                continue
    os.kill(process, signal.SIGTERM)
    raise SystemExit(f"bench: no {program} was seen within {WAIT_SECONDS} s")


def trapped(trap, process):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        text = trap.read_text()
        if text.endswith("."):
            return int(text[:-1])
        time.sleep(0.005)
    os.kill(process, 15)
    raise SystemExit(f"bench: no host came into the trap within {WAIT_SECONDS} s; see console.txt beside {trap}")
