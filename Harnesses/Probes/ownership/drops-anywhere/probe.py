import_artifact()
setup()
drop_in_thread()
