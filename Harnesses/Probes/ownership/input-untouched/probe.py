import_artifact()
setup()
compare_inputs()
