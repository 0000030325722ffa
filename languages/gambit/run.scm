;; Runs the program that is named first. Gambit alone writes what was wrong to a terminal that there is not, and forgets what
;; the program had printed before.
(set! command-line
  (let ((given (cons "gsi" (cddr (command-line)))))
    (lambda () given)))

(define (main-program)
  (with-exception-handler
    (lambda (problem)
      (force-output (current-output-port))
      (display-exception problem (current-error-port))
      (force-output (current-error-port))
      (exit 70))
    (lambda () (load (cadr (command-line))))))

(main-program)
(exit)
