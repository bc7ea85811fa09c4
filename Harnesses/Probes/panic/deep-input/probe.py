import_artifact()
setup()
nest()
