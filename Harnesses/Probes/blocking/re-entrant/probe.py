import_artifact()
setup()
call_from_callback()
