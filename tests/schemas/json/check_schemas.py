"""Holds documents against the published JSON Schemas.

usage: check_schemas.py [--every] SCHEMAS DOCUMENTS...

A document is a file named <schema>.<anything>.json, or a directory of such files. Each must be
valid, and each must stop being valid when a member is taken away, added or given another type:
a schema that accepts everything is no schema. With --every there must be a document for each
schema: one that nothing is held against says nothing.
"""

import copy
import json
import pathlib
import sys

import jsonschema  # Debian: python3-jsonschema; without it this check fails


def came_later(schema, place, name):
    """Whether the schema says of a member that documents of before it are still valid."""
    for step in place:
        schema = schema["properties"][step]
    members = schema.get("properties", {})  # none where it offers several shapes
    return "Older documents lack it." in members.get(name, {}).get("description", "")


def passes_over(schema, place):
    """Whether the schema says that members which it does not name are nobody's fault."""
    return not place and "Readers pass over members that they do not know." in schema.get("description", "")


def may_be_null(schema, place, name):
    """Whether some shape of the schema names null among what a member may be."""
    for step in place:
        schema = schema.get("properties", {}).get(step, {})
    shapes = [schema, *schema.get("oneOf", [])]
    return any({"type": "null"} in shape.get("properties", {}).get(name, {}).get("oneOf", [])
               for shape in shapes)


def broken_copies(document, schema):
    """The document with one thing wrong, for every member at the top and of the first predicate."""
    places = [[]] + [[name] for name in ("predicate",) if name in document]
    for place in places:
        inner = document
        for name in place:
            inner = inner[name]
        for name in inner:
            for change, wrong in (("without", None), ("an array of a number in", [12345]), ("null in", None)):
                if change == "without" and came_later(schema, place, name):
                    continue
                if change == "null in" and may_be_null(schema, place, name):
                    continue
                damaged = copy.deepcopy(document)
                spot = damaged
                for step in place:
                    spot = spot[step]
                if change == "without":
                    del spot[name]
                else:
                    spot[name] = wrong
                if damaged != document:
                    yield f"{change} {'.'.join(place + [name])}", damaged
        if passes_over(schema, place):
            continue
        damaged = copy.deepcopy(document)
        spot = damaged
        for step in place:
            spot = spot[step]
        spot["notKnown"] = 1
        yield f"notKnown in {'.'.join(place) or 'the root'}", damaged


def check(path, validator):
    document = json.loads(path.read_text(encoding="utf-8"))
    errors = [f"{path.name}: {'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
              for e in validator.iter_errors(document)]
    accepted = [] if errors else [
        f"{path.name}: accepted although wrong: {what}"
        for what, damaged in broken_copies(document, validator.schema)
        if validator.is_valid(damaged)]
    return errors + accepted


def documents(arguments):
    for argument in map(pathlib.Path, arguments):
        yield from sorted(argument.glob("*.json")) if argument.is_dir() else [argument]


def main():
    every = sys.argv[1] == "--every"
    arguments = sys.argv[2 if every else 1:]
    schemas = pathlib.Path(arguments[0])
    validators = {}
    for path in sorted(schemas.glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[path.name.removesuffix(".schema.json")] = jsonschema.Draft202012Validator(schema)
    findings, count, held = [], 0, set()
    for path in documents(arguments[1:]):
        count += 1
        name = path.name.split(".")[0]
        held.add(name)
        if name not in validators:
            findings.append(f"{path.name}: no schema of that name")
            continue
        findings += check(path, validators[name])
    if every:
        findings += [f"{name}: no document is held against it"
                     for name in sorted(set(validators) - held)]
    print(*findings, sep="\n")
    print(f"{count} documents, {len(validators)} schemas, {len(findings)} findings")
    sys.exit(1 if findings or count == 0 else 0)


main()
