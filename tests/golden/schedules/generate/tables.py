"""What the scripts that make tables of rates share."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent


def case(schedule, options, rates, note=None):
    """One case: Descent's schedule and options, and the library's rates."""
    result = {"schedule": schedule, "options": options, "rates": rates}
    if note is not None:
        result["note"] = note
    return result


def write(library, version, cases):
    """Writes ../LIBRARY.json."""
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    text = (
        f'{{\n  "library": {json.dumps(library)},\n'
        f'  "version": {json.dumps(version)},\n'
        f'  "cases": [\n    {lines}\n  ]\n}}\n'
    )
    (FOLDER / f"{library}.json").write_text(text)
