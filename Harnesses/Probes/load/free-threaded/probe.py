import_without_lock()
stress()
