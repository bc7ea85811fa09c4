;; exercise: {}
;; No module, though the file begins as one does.
(component)
