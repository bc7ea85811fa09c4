import_artifact()
setup()
hold_loop()
