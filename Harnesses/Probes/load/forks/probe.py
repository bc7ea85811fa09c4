import_artifact()
setup()
fork()
