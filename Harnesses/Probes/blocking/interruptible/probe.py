import_artifact()
setup()
interrupt()
