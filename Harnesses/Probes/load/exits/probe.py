import_artifact()
setup()
call()
leave()
