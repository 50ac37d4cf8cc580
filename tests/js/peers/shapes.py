"""The shapes of requests as the table src/local/shapes/aws.txt has them, of botocore's model of the service."""

import gzip
import json
import pathlib
import sys

import botocore

FOLDER = pathlib.Path(botocore.__file__).parent / "data/cognito-idp/2016-04-18"
MODEL = json.loads(gzip.open(FOLDER / "service-2.json.gz").read())


def line(name, shape, patterns):
    kind = shape["type"]
    least, most = str(shape.get("min", "-")), str(shape.get("max", "-"))
    if shape.get("document"):
        return f"d {name}"
    if kind == "structure":
        required = shape.get("required", [])
        members = (f"{member}{'!' if member in required else ''}={value['shape']}" for member, value in shape["members"].items())
        return " ".join(["s", name, *members])
    if kind == "list":
        return f"l {name} {shape['member']['shape']} {least} {most}"
    if kind == "map":
        return f"m {name} {shape['key']['shape']} {shape['value']['shape']} {least} {most}"
    if "enum" in shape:
        return " ".join(["e", name, *shape["enum"]])
    if kind == "integer":
        return f"i {name} {least} {most}"
    if kind == "boolean":
        return f"b {name}"
    if kind not in ("string", "blob"):
        raise ValueError(f"{name} is of the kind {kind}")
    # The length of a blob is that of its bytes, which are sent in Base64.
    if kind == "blob":
        return f"x {name} {least} {most}"
    secret = "*" if shape.get("sensitive") else "-"
    pattern = shape.get("pattern")
    if pattern is None:
        return f"t {name} {secret} {least} {most}"
    number = patterns.setdefault(pattern, len(patterns))
    return f"t {name} {secret} {least} {most} {number}"


def table(operations):
    seen = {}

    def walk(name):
        if name in seen:
            return
        shape = seen[name] = MODEL["shapes"][name]
        for inner in [*shape.get("members", {}).values(), *(shape[part] for part in ("member", "key", "value") if part in shape)]:
            walk(inner["shape"])

    for operation in operations:
        walk(MODEL["operations"][operation]["input"]["shape"])
    patterns = {}
    lines = [line(name, seen[name], patterns) for name in sorted(seen)]
    return "\n".join([*(f"p {pattern}" for pattern in patterns), *lines]) + "\n"


sys.stdout.write(table(sorted(json.loads(sys.argv[1]))))
