import_artifact()
setup()
cancel()
