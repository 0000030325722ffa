;; Compiles the file that is named first to main.go. What is wrong with it is told without Guile's own stack.
(use-modules (system base compile))

(catch #t
  (lambda ()
    (compile-file (cadr (command-line)) #:output-file "main.go"))
  (lambda (key . details)
    (print-exception (current-error-port) #f key details)
    (exit 1)))
