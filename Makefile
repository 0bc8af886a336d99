# Every target is a word of bin/project.py, which needs nothing but Python.
PYTHON ?= python3

.PHONY: run test bench shots drill messages schema tidy lock
run test bench shots drill messages schema tidy lock:
	@$(PYTHON) bin/project.py $@ $(ARGS)
