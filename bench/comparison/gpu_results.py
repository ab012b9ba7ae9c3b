"""The newest report of bench/gpu_check.sh, if there is one."""

import json
from pathlib import Path


def newest_gpu_report(folder):
    found = []
    for path in Path(folder).glob("*.json"):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report.get("program") and "device" in report:
            found.append((path.name, report))
    return max(found, key=lambda one: one[0])[1] if found else None
