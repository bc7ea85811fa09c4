import_artifact()
setup()
call_in_thread()
