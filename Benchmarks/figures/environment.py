"""Where the peers are installed: virtual environments in the cache, one for each list of pinned versions."""

import hashlib
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks/peers"
PYTHON = "/usr/bin/python3.11"


def cached(name):
    """A folder of the harness's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "harness" / name


@dataclass(frozen=True)
class Environment:
    folder: Path

    @property
    def python(self):
        return str(self.folder / "bin/python")

    @staticmethod
    def made(list_of_peers):
        """The environment of Benchmarks/peers/`list_of_peers`, installed on first use."""
        requirements = PEERS / list_of_peers
        key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
        environment = Environment(cached(f"peers/{key}"))
        if not (environment.folder / "made").exists():
            shutil.rmtree(environment.folder, ignore_errors=True)
            subprocess.run([PYTHON, "-m", "venv", environment.folder], check=True)
            environment.install("--requirement", str(requirements))
            (environment.folder / "made").touch()
        return environment

    def install(self, *arguments):
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
        subprocess.run(pip, check=True)

    def run(self, *command, seconds, variables=None):
        """Exit status (None where it took longer than `seconds`), what it wrote, and its wall seconds."""
        surroundings = {
            "PATH": f"{self.folder}/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        } | (variables or {})
        began = time.monotonic()
        try:
            done = subprocess.run(
                command, check=False, env=surroundings, cwd=PEERS, capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return None, "", time.monotonic() - began
        return done.returncode, done.stdout + done.stderr, time.monotonic() - began
