import_artifact()
setup()
provoke()
