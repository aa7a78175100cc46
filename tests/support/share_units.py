"""Says which .cpp files can be compiled as one, so that they read the same headers once.

  share_units.py MOST FILE...    a line for each unit, of at most MOST files, separated by ";"

A name that a file keeps for itself, in an unnamed namespace or by an alias, would be seen by those
behind it in the same unit, where it may be another name or another overload. So files share a unit
only where neither mentions a name that the other keeps for itself, but as a member or in a
namespace that it names, no header of ours that it includes declares one, and both take over the
same namespaces.
"""

import functools
import os
import re
import sys

PROJECT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
MENTIONED = re.compile(r"(?<![.>:\w])[A-Za-z_]\w*")
OWN_SPACE = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.M | re.S)
NO_CODE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
NO_NAME = re.compile(r"[ #}/]|$|using |(?:TEMPLATE_)?TEST_CASE")
TYPE = re.compile(r"(?:template <.*> )?(?:struct|class|enum(?: class)?|union|namespace|concept) (\w+)")
# The first word before a bracket or a value, once no template argument is in the way.
OBJECT = re.compile(r"(\w+)(?:\[[^\]]*\])?(?:\{|\(| = |;|$)")
ARGUMENTS = re.compile(r"<[^<>]*>")
ALIAS = re.compile(r"^using (\w+) =", re.M)
TAKEN_OVER = re.compile(r"^using ((?:\w+::)+(\w+));", re.M)
SPACE_TAKEN_OVER = re.compile(r"^using namespace ([\w:]+);", re.M)
HARMLESS = {"rackproof", "rackproof::testing", "std::chrono_literals"}


def declared_by(line):
    """The name that a line without indentation declares; None where it declares none."""
    kind = TYPE.match(line)
    if kind:
        return kind.group(1)
    inner = None
    while inner != line:
        inner, line = line, ARGUMENTS.sub("", line)
    name = OBJECT.search(line)
    return name.group(1) if name else None


def declared_at_top(code):
    return {declared_by(line) for line in code.splitlines() if not NO_NAME.match(line)} - {None}


@functools.cache
def declared_in(path):
    """At the top of a header of ours, and of those that it includes."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    code = NO_CODE.sub(" ", text)
    return declared_at_top(code) | set(ALIAS.findall(code)) | declared_for(text)


def declared_for(text):
    """By all headers of ours that `text` includes."""
    headers = (os.path.join(PROJECT, name) for name in re.findall(r'^#include "([^"]+)"', text, re.M))
    return set().union(*(declared_in(header) for header in headers if os.path.exists(header)))


class Unit:
    """A file, or several."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        code = NO_CODE.sub(" ", text)
        self.files = [path]
        self.own = set(re.findall(r"^#define (\w+)", code, re.M))
        self.own.update(ALIAS.findall(code), re.findall(r"^namespace (\w+) =", code, re.M))
        for space in OWN_SPACE.findall(text):
            self.own |= declared_at_top(space)
        self.mentioned = set(MENTIONED.findall(code)) | declared_for(text)
        self.taken_over = dict((short, long) for long, short in TAKEN_OVER.findall(code))
        self.spaces = set(SPACE_TAKEN_OVER.findall(code)) - HARMLESS

    def goes_with(self, other):
        same = self.taken_over.keys() & other.taken_over.keys()
        return (self.spaces == other.spaces
                and not self.own & other.mentioned and not other.own & self.mentioned
                and not self.own & other.taken_over.keys()
                and not other.own & self.taken_over.keys()
                and all(self.taken_over[name] == other.taken_over[name] for name in same))

    def take(self, other):
        self.files += other.files
        self.own |= other.own
        self.mentioned |= other.mentioned
        self.taken_over |= other.taken_over


def units(files, most):
    made = []
    for path in filter(os.path.exists, files):  # what is made by the build stays alone
        one = Unit(path)
        for unit in made:
            if len(unit.files) < most and unit.goes_with(one):
                unit.take(one)
                break
        else:
            made.append(one)
    return made


for each in units(sys.argv[2:], int(sys.argv[1])):
    print(";".join(each.files))
