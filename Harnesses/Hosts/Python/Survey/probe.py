survey()  # noqa: F821
