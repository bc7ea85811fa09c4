import_artifact()
setup()
call()
import_twice()
