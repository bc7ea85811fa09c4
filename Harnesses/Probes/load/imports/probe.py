import_artifact()
