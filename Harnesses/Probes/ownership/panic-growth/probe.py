import_artifact()
setup()
rounds()
