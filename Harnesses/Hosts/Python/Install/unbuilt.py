"""pip, kept from starting any process: what it would have to build runs the package's own code, outside of the sandbox.

`--only-binary :all:` is not enough: a wheel may require a folder, an archive or a repository by its address, and pip builds
these all the same. A build is always a process of its own.
"""

import runpy
import sys

STARTS_A_PROCESS = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn")


def refuse(event, arguments):
    if event in STARTS_A_PROCESS:
        raise PermissionError(
            f"pip would start {arguments[0] if arguments else 'a process'}, which runs code of a package that is not built, "
            "outside of the sandbox: require wheels only, or say --no-sandbox"
        )


# This folder is no place to import from.
del sys.path[0]
sys.addaudithook(refuse)
runpy.run_module("pip", run_name="__main__", alter_sys=True)
