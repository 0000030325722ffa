;;; Runs the program that is named first. Emacs alone would take its arguments for files to visit, and print its own stack.  -*- lexical-binding: t -*-
(setq backtrace-on-error-noninteractive nil)
(load (expand-file-name (pop command-line-args-left)) nil t t)
(kill-emacs 0)
