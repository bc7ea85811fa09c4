"""The exercise that the environment names, out of the planted fixture's Matrix.yaml, as a function for a peer to call."""

import builtins
import os

import yaml


def load():
    """`call`, and what each call raises: one exception type, or none."""
    target, name = os.environ["EXERCISE"].split("/")
    with open(os.environ["MATRIX"]) as file:
        exercise = yaml.safe_load(file)["targets"][target]["exercises"][name]
    names = {}
    exec(exercise["setup"], names)  # noqa: S102
    code = compile(exercise["call"], f"<{name}>", "exec")

    def call():
        exec(code, names)  # noqa: S102

    return call, (getattr(builtins, exercise["raises"]),) if "raises" in exercise else ()
