import_artifact()
setup()
hold()
