import_artifact()
setup()
call()
