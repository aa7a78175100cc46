"""Holds the floating point rules of docs/report-format.md against how files are compiled.

check_flags.py COMPILE_COMMANDS.json: every file of the rooms through which a number goes on its way
to a verdict has -ffp-contract=off, and no file at all a flag that lets a compiler trade exactness
for speed or that picks instructions by the machine it is built on.
"""

import json
import pathlib
import shlex
import sys

EXACT = ("schemas", "json", "toml", "store", "criteria", "verify")
LOOSE = {"-ffast-math", "-Ofast", "-funsafe-math-optimizations", "-fassociative-math",
         "-freciprocal-math", "-ffinite-math-only", "-fno-signed-zeros", "-ffp-contract=fast",
         "-ffp-contract=on", "-march=native", "-mtune=native", "-mfpmath=387", "-m32"}


def findings(commands, root):
    rooms = set()
    for command in commands:
        path = pathlib.Path(command["file"]).resolve().relative_to(root).as_posix()
        flags = shlex.split(command["command"])
        made = flags[flags.index("-o") + 1]
        for flag in LOOSE.intersection(flags):
            yield f"{path}: compiled with {flag}"
        for room in EXACT:
            if f"/rackproof_{room}.dir/" in made:
                rooms.add(room)
                if "-ffp-contract=off" not in flags:
                    yield f"{path}: compiled without -ffp-contract=off"
    for room in set(EXACT) - rooms:
        yield f"no file of rackproof_{room} is compiled"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    commands = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = sorted(set(findings(commands, root)))
    print(*found, sep="\n", end="\n" if found else "")
    loose = [dict(each, command=each["command"].replace("-ffp-contract=off", "-ffast-math"))
             for each in commands]
    noticed = "\n".join(findings(loose, root))
    if "with -ffast-math" not in noticed or "without -ffp-contract=off" not in noticed:
        print("flags that do not belong there were not noticed")
        return 1
    print(f"{sys.argv[1]}: {len(commands)} files, {len(found)} findings")
    return 1 if found else 0


sys.exit(main())
