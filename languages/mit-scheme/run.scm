;; Loaded before the program: what goes wrong in it ends it. MIT Scheme alone would go on with what stands in stdin, as with a
;; program.
(param:standard-error-hook
 (lambda (condition)
   (fresh-line)
   (write-string ";")
   (write-condition-report condition (current-output-port))
   (newline)
   (exit 14)))
