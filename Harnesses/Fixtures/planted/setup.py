"""One extension module with one planted defect a function, and as many sound functions that look alike."""

from pathlib import Path

from setuptools import Extension, setup

sources = sorted(str(path) for path in Path("src").glob("*.c"))
# -g names the planted lines in stacks; -O1 leaves the functions apart.
native = Extension("planted._native", sources, extra_compile_args=["-g", "-O1", "-Wall", "-Wextra", "-fno-inline"])

setup(name="planted", version="1.0", packages=["planted"], ext_modules=[native])
