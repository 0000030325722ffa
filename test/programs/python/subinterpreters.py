import _interpreters

interpreter = _interpreters.create()
_interpreters.run_string(interpreter, "import sys; print('in another', __name__, len(sys.modules) > 5, flush=True)")
print(_interpreters.list_all() and len(_interpreters.list_all()), _interpreters.get_main())
_interpreters.destroy(interpreter)
