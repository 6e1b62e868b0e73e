"""Validates notebooks with nbformat, strictly: prints one JSON line a notebook, {file, version, problem}."""

import json
import sys
import warnings

import nbformat

warnings.simplefilter("error")

for file in sys.argv[1:]:
    with open(file, encoding="utf-8") as stream:
        content = json.load(stream)
    problem = None
    try:
        nbformat.validate(nbformat.from_dict(content), version=4, version_minor=5)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:2000]
    version = f"{content.get('nbformat')}.{content.get('nbformat_minor')}"
    print(json.dumps({"file": file, "version": version, "problem": problem}))
