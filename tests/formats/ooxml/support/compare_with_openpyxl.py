"""Compares workbooks before and after as openpyxl reads them.

Takes a JSON file: [{name, before, after, cells: [{sheet, ref, value}]}]; prints what differs, as JSON.
"""

import json
import re
import sys
import warnings

import openpyxl
from openpyxl.utils.escape import unescape

warnings.simplefilter("ignore")


def rules(sheet):
    return sorted((str(rule.sqref), rule.type or "", rule.formula1 or "") for rule in sheet.data_validations.dataValidation)


def differences(case):
    before = openpyxl.load_workbook(case["before"])
    after = openpyxl.load_workbook(case["after"])
    states = [[(sheet.title, sheet.sheet_state) for sheet in book.worksheets] for book in (before, after)]
    if states[0] != states[1]:
        yield ["sheets", states]
    edited = {(cell["sheet"], cell["ref"]) for cell in case["cells"]}
    for sheet in before.worksheets:
        other = after[sheet.title]
        if rules(sheet) != rules(other):
            yield [sheet.title, "rules"]
        if sorted(map(str, sheet.merged_cells.ranges)) != sorted(map(str, other.merged_cells.ranges)):
            yield [sheet.title, "merges"]
        for place, cell in list(sheet._cells.items()):
            twin = other._cells.get(place)
            if twin is None:
                yield [sheet.title, cell.coordinate, "missing"]
            elif cell._style != twin._style:
                yield [sheet.title, cell.coordinate, "style"]
            elif (sheet.title, cell.coordinate) not in edited and str(cell.value) != str(twin.value):
                yield [sheet.title, cell.coordinate, str(cell.value), str(twin.value)]
    for cell in case["cells"]:
        found = after[cell["sheet"]][cell["ref"]].value
        wanted = cell["value"]
        if isinstance(found, str):
            found = unescape(found) if re.search(r"_x[0-9A-Fa-f]{4}_", found) else found
        if isinstance(wanted, (int, float)) and not isinstance(wanted, bool) and not isinstance(found, (int, float)):
            continue  # a number that its style shows as a date
        if found != wanted:
            yield [cell["sheet"], cell["ref"], wanted, str(found)]


cases = json.load(open(sys.argv[1], encoding="utf-8"))
print(json.dumps([{"name": case["name"], "differing": list(differences(case))[:20]} for case in cases]))
