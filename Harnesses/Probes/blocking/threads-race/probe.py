import_artifact()
setup()
race()
