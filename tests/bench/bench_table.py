"""What tests/bench/run and tests/bench/rivals share: the build, the targets and the table."""
import fnmatch
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"


def build():
    commands = [
        ["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja", "-Wno-dev",
         "-DCMAKE_BUILD_TYPE=Release", "-DRACKPROOF_BENCH=ON"],
        ["cmake", "--build", str(BUILD), "--target", "benches", "rackproof"],
    ]
    for command in commands:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + f"{sys.argv[0]}: {command[1]} failed")


def read_targets():
    targets = []
    for line in (ROOT / "tests/bench/targets.txt").read_text().splitlines():
        words = line.split("#")[0].split(maxsplit=2)
        if words:
            targets.append((words[0], float(words[1])))
    return targets


def ratio_of(line):
    """How many times better ours is; of what is better small, the other way round."""
    better, worse = ("rival", "ours") if line.get("less") else ("ours", "rival")
    return line[better] / line[worse] if line[worse] > 0 else 0.0


def verdict(bench, lines, targets):
    """Row of the table: ours, rival, ratio, target, whether the target is met."""
    least = next((least for pattern, least in targets if fnmatch.fnmatch(bench, pattern)), None)
    reasons = [line["skipped"] for line in lines if "skipped" in line]
    if reasons:
        return [bench, "-", "-", "", reasons[0], least, False]
    ours = statistics.median(line["ours"] for line in lines)
    rival = statistics.median(line["rival"] for line in lines)
    ratio = statistics.median(ratio_of(line) for line in lines)
    met = least is None or ratio >= least
    large = [] if lines[0].get("less") else [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    scale, prefix = next(((s, p) for s, p in large if rival >= s), (1.0, ""))
    return [bench, f"{ours / scale:.3f}", f"{rival / scale:.3f}", prefix + lines[0]["unit"],
            f"{ratio:.3f}", least, met]


def tell_table(seen, wanted):
    """Prints the table of `seen`, lines by bench; names of missed targets. Those that `wanted`
    takes and nobody measured are missed too."""
    targets = read_targets()
    rows = [verdict(bench, lines, targets) for bench, lines in sorted(seen.items())]
    missed = [row[0] for row in rows if not row[6]]
    missed += [f"{pattern} (never measured)" for pattern, _ in targets
               if wanted(pattern) and not any(fnmatch.fnmatch(bench, pattern) for bench in seen)]
    print("| bench | ours | rival | unit | ratio | target | ok |\n|---|---|---|---|---|---|---|")
    for bench, ours, rival, unit, ratio, least, met in rows:
        target = "none" if least is None else f">= {least:.2f}"
        print(f"| {bench} | {ours} | {rival} | {unit} | {ratio} | {target} | "
              f"{'yes' if met else 'NO'} |")
    for bench in missed:
        print(f"target missed: {bench}", file=sys.stderr)
    return missed
