# ruff: noqa: F821 (the verbs of the host)
import_artifact()
setup()
time_calls()
