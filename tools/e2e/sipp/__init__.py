"""Runs SIPp on a load host with a scenario of this folder."""

import csv
import os
import subprocess

import net

HERE = os.path.dirname(os.path.abspath(__file__))


def start(folder, side, scenario, *arguments):
    """Starts SIPp on a side's load address and returns the process."""
    command = ["sipp", "-sf", f"{HERE}/{scenario}", "-i", net.LOAD[side], "-nostdin", *arguments]
    with open(f"{folder}/sipp-{scenario}.log", "w", encoding="utf-8") as log:
        return subprocess.Popen(net.inside(net.PHONE_HOST[side], *command), cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def run(folder, side, scenario, target, *arguments, timeout=60):
    """Runs SIPp to its end and returns how many calls were good, how many failed, and the end of what it printed."""
    stats = f"{folder}/sipp-{scenario}.csv"
    process = start(folder, side, scenario, target, "-p", "5070", "-trace_stat", "-stf", stats, "-fd", "1",
                    "-trace_err", "-error_file", f"{folder}/sipp-{scenario}.err", *arguments)
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    # What it complains of stands in a file of its own, which is there only where it complained.
    said = next(path for path in (f"{folder}/sipp-{scenario}.err", f"{folder}/sipp-{scenario}.log") if os.path.exists(path))
    with open(said, encoding="utf-8", errors="replace") as log:
        output = log.read()[-1500:]
    if not os.path.exists(stats):
        return 0, 0, output
    with open(stats, encoding="utf-8") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), output
