import_artifact()
setup()
call()
after()
