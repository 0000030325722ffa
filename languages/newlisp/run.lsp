;; Runs the program that is named first, and then ends: newLISP alone would go on with what stands in stdin, as with a program.
(constant 'main-args
  (letex (given (cons "newlisp" (2 (main-args))))
    (lambda (place) (if (nil? place) 'given ('given place)))))

(if (not (catch (load (main-args 1)) 'problem))
  (begin
    (write-line 2 problem)
    (exit 1)))
(exit)
