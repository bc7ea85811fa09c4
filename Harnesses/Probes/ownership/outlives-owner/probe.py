import_artifact()
guard()
outlive()
tell_guarded()
