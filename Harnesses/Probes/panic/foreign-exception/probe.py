import_artifact()
setup()
raise_from_callback()
