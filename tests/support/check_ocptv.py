"""Holds OCP Test & Validation output (JSON lines) against the official JSON Schemas, line by line.

usage: check_ocptv.py SCHEMAS FILE...

Exit 0: each line of each file is valid, and there is one. Exit 10: some line is not; they are
printed. Anything else: no answer.
"""

import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import jsonschema

ROOT = "https://github.com/opencomputeproject/ocp-diag-core/output"


def validator(directory):
    schemas = {}
    for path in sorted(pathlib.Path(directory).glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        schemas[schema["$id"]] = schema
    resolver = jsonschema.RefResolver(ROOT, schemas[ROOT], store=schemas)
    return jsonschema.Draft202012Validator(schemas[ROOT], resolver=resolver)


def main():
    check = validator(sys.argv[1])
    count, wrong = 0, 0
    for name in sys.argv[2:]:
        text = pathlib.Path(name).read_text(encoding="utf-8")
        for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
            count += 1
            for error in check.iter_errors(json.loads(line)):
                wrong += 1
                print(f"{pathlib.Path(name).name}:{number}: {error.message[:300]}")
                for inner in error.context or []:
                    print(f"    {'/'.join(map(str, inner.absolute_path))}: {inner.message[:200]}")
    print(f"{count} lines, {wrong} wrong")
    sys.exit(10 if wrong or count == 0 else 0)


main()
