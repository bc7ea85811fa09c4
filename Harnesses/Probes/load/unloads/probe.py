import_artifact()
setup()
call()
finalise()
