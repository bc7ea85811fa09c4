import_artifact()
setup()
make_cycles()
